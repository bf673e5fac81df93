import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { isAlive } from '../alive'
import { type EmbeddedPostgres, runningEmbeddedPostgres, startEmbeddedPostgres } from './index'

let dataDir: string
const servers: EmbeddedPostgres[] = []
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'upgrader-embedded-'))
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(dataDir)
  servers.push(server)
  return server
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  const result = await client.query(text).finally(() => client.end())
  return result.rows
}

it('asks for a password, listens on loopback only, and keeps what opens it to its owner', async () => {
  const server = await start()
  const withoutPassword = new URL(server.url)
  withoutPassword.password = 'wrong'
  await expect(query(withoutPassword.toString(), 'SELECT 1')).rejects.toThrow(
    /password authentication failed/,
  )
  expect(await query(server.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
  expect(statSync(path.join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600)
  expect(
    await query(server.url, 'SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user'),
  ).toEqual([{ rolsuper: false, rolcreatedb: true }])
  expect(await query(server.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }])
})

it('keeps data, password and port over a stop and a start', async () => {
  const first = await start()
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
  await first.stop()
  expect(await runningEmbeddedPostgres(dataDir)).toBeUndefined()
  const second = await start()
  expect(second.url).toBe(first.url)
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
})

it('recovers after kill -9 with everything that was committed', async () => {
  const first = await start()
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
  // Still busy when their parent dies: the directory is not free at once.
  const busy = Array.from({ length: 20 }, () => query(first.url, 'SELECT pg_sleep(60)').catch(() => {}))
  const sleeping = () =>
    query(first.url, "SELECT count(*)::int AS n FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'")
  await expect.poll(sleeping).toEqual([{ n: 20 }])
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const second = await start()
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  await Promise.all(busy)
})

it('moves to another port when somebody took its own', async () => {
  const first = await start()
  await first.stop()
  const squatter = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
  await once(squatter, 'listening')
  try {
    const second = await start()
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port)
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  } finally {
    squatter.close()
  }
})

it('takes over from a server that was left behind, and says which one runs', async () => {
  const first = await start()
  expect(await runningEmbeddedPostgres(dataDir)).toBe(first.url)
  const second = await start()
  await first.exited
  expect(second.pid).not.toBe(first.pid)
  expect(await runningEmbeddedPostgres(dataDir)).toBe(second.url)
})

it('stops long before its grace is over although somebody holds a transaction open', async () => {
  const server = await start()
  const client = new pg.Client({ connectionString: server.url })
  client.on('error', () => {})
  await client.connect()
  await client.query('BEGIN; CREATE TABLE held (id int)')
  const startedAt = performance.now()
  await server.stop(60_000)
  expect(performance.now() - startedAt).toBeLessThan(30_000)
})

it('does not touch a database whose passwords are gone', async () => {
  const server = await start()
  await server.stop()
  rmSync(path.join(dataDir, 'postgres.json'))
  await expect(startEmbeddedPostgres(dataDir)).rejects.toThrow(/passwords .* are gone/)
})

it('keeps its data below the data directory, so that removing that removes everything', async () => {
  const server = await start()
  const [row] = await query(server.url, 'SELECT current_setting($$port$$) AS port')
  expect(row).toEqual({ port: new URL(server.url).port })
  expect(existsSync(path.join(dataDir, 'postgres/PG_VERSION'))).toBe(true)
})

it('says why it does not start, with the words of its log', async () => {
  await expect(startEmbeddedPostgres(dataDir, { settings: { shared_buffers: 'much' } })).rejects.toThrow(
    /did not start[\s\S]*shared_buffers/,
  )
})

it('does not outlive the process that started it, even when that is killed', async () => {
  const module = fileURLToPath(new URL('./index.ts', import.meta.url))
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(module)}
    const server = await startEmbeddedPostgres(${JSON.stringify(dataDir)})
    console.log(server.pid)
    setInterval(() => {}, 1_000)`
  const starter = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = Number(await new Promise((resolve) => starter.stdout.once('data', resolve)))
  expect(isAlive(pid)).toBe(true)
  starter.kill('SIGKILL')
  try {
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 })
  } finally {
    if (isAlive(pid)) process.kill(pid, 'SIGINT')
  }
  expect(readFileSync(path.join(dataDir, 'postgres.log'), 'utf8')).toContain('database system is shut down')
})
