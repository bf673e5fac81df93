import type pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import type { PrismaClient } from '@/lib/server/generated/prisma/client'
import { createPool } from '@/lib/server/pool'
import { createPrisma } from '@/lib/server/prisma'
import { poolSql, type Sql } from '@/lib/server/sql'
import { type ClonedDatabase, cloneDatabase } from './template'

/** The database of one test file; its fields can be used inside tests and hooks. */
export interface TestDatabase {
  readonly url: string
  readonly pool: pg.Pool
  readonly sql: Sql
  readonly prisma: PrismaClient
}

/**
 * Gives a test file a migrated, empty database of its own. Call it once, at the top of the file: it is made
 * before the file's tests and dropped after them.
 */
export function testDatabase(): TestDatabase {
  let database: ClonedDatabase
  let pool: pg.Pool
  let prisma: PrismaClient | undefined

  beforeAll(async () => {
    database = await cloneDatabase(inject('postgresUrl'))
    pool = createPool({ url: database.url, applicationName: 'test' })
  })
  afterAll(async () => {
    await prisma?.$disconnect()
    await pool?.end()
    await database?.drop()
  })

  return {
    get url() {
      return database.url
    },
    get pool() {
      return pool
    },
    get sql() {
      return poolSql(pool)
    },
    get prisma() {
      prisma ??= createPrisma({ url: database.url, applicationName: 'test' })
      return prisma
    },
  }
}

/** What commands and queries are given of a test's database, on the clock of the machine. */
export const testServices = (database: TestDatabase): { readonly pool: pg.Pool; now(): Date } => ({
  get pool() {
    return database.pool
  },
  now: () => new Date(),
})
