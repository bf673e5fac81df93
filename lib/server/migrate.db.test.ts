import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { databaseUrl, dropDatabase } from '@/lib/testing/database/template'
import { migrate } from './migrate'

const serverUrl = inject('postgresUrl')
const name = `migrate_${process.pid}`
const url = databaseUrl(serverUrl, name)
let directory: string

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'upgrader-migrations-'))
  cpSync('prisma/migrations/migration_lock.toml', path.join(directory, 'migration_lock.toml'))
  add('001_one', 'CREATE TABLE one (id int);')
  await query(serverUrl, `CREATE DATABASE ${name}`)
})
afterEach(async () => {
  await dropDatabase(serverUrl, name)
  rmSync(directory, { recursive: true })
})

const file = (migration: string) => path.join(directory, migration, 'migration.sql')

function add(migration: string, sql: string): void {
  mkdirSync(path.join(directory, migration), { recursive: true })
  writeFileSync(file(migration), sql)
}

async function query(on: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: on })
  await client.connect()
  const result = await client.query(text).finally(() => client.end())
  return result.rows
}

it('applies what is missing, in order, and nothing twice', async () => {
  expect(await migrate(url, directory)).toEqual(['001_one'])
  add('002_two', 'CREATE TABLE two (id int);')
  add('003_three', 'INSERT INTO two VALUES (3);')
  expect(await migrate(url, directory)).toEqual(['002_two', '003_three'])
  expect(await migrate(url, directory)).toEqual([])
  expect(await query(url, 'SELECT id FROM two')).toEqual([{ id: 3 }])
})

it('lets one of many deployers apply, also an index that is built concurrently', async () => {
  add('002_index', 'CREATE INDEX CONCURRENTLY one_id ON one (id);')
  const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(url, directory)))
  expect(applied.flat().sort()).toEqual(['001_one', '002_index'])
  expect(await query(url, `SELECT indisvalid FROM pg_index WHERE indexrelid = 'one_id'::regclass`)).toEqual([
    { indisvalid: true },
  ])
})

it('names a migration that fails, undoes it, and refuses to go on', async () => {
  add('002_broken', 'CREATE TABLE half (id int); SELECT 1/0;')
  await expect(migrate(url, directory)).rejects.toThrow(/division by zero[\s\S]*002_broken/)
  expect(await query(url, `SELECT to_regclass('one') AS one, to_regclass('half') AS half`)).toEqual([
    { one: 'one', half: null },
  ])
  await expect(migrate(url, directory)).rejects.toThrow(/Migration 002_broken failed before/)
})

it('names a migration that was edited after it had been applied', async () => {
  await migrate(url, directory)
  appendFileSync(file('001_one'), '-- later thought')
  await expect(migrate(url, directory)).rejects.toThrow(/Migration 001_one was edited/)
})

it('refuses a database that a newer version has migrated', async () => {
  add('002_newer', 'SELECT 1;')
  await migrate(url, directory)
  rmSync(path.join(directory, '002_newer'), { recursive: true })
  await expect(migrate(url, directory)).rejects.toThrow(/Migration 002_newer .* unknown here/)
})

it('says that the database cannot be reached', async () => {
  await expect(migrate('postgresql://x:y@127.0.0.1:1/z', directory)).rejects.toThrow(/ECONNREFUSED/)
})
