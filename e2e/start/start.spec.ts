import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from '@playwright/test'
import { isAlive } from '@/lib/server/alive'
import { isPortFree } from '@/lib/server/embedded-postgres/access'
import { answers, type Product, startProduct } from './product'

// One product after another, each killed, starved or stopped in another way.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

const port = 30_000 + Math.floor(Math.random() * 2_000)
const web = 'next-server'
const worker = 'dist/worker.mjs'
const postgres = 'bin/postgres'
let product: Product

test.afterAll(() => product?.remove())

const only = (text: string): number => {
  const found = product.processes(text)
  expect(found, `processes of ${text}`).toHaveLength(1)
  return found[0] as number
}
/** Waits until one of each runs: a worker that comes up while the database is away ends, and is started again. */
const complete = async (): Promise<number[]> => {
  let pids: number[] = []
  await expect(() => {
    pids = [web, worker, postgres].map(only)
  }).toPass({ timeout: 20_000 })
  return pids
}
const restarted = (text: string, before: number) =>
  expect(() => {
    const now = only(text)
    expect(now).not.toBe(before)
  }).toPass({ timeout: 20_000 })

test('the first start says where the product is and how to get in', async () => {
  product = await startProduct({ port })
  expect(product.output()).toContain(product.address)
  expect(product.output()).toMatch(/First login: +admin\n/)
  expect(product.output()).toMatch(/Password \(shown only now\): +\S{12,}/)
  expect(await answers(product)).toBe(true)
})

test('a second start on the same data says who runs there, and changes nothing', async () => {
  const second = spawn(process.execPath, ['lib/start/start.mjs'], {
    env: { ...process.env, PORT: String(port + 1), UPGRADER_DATA_DIR: product.dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  second.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  const [code] = await once(second, 'close')
  expect(code).toBe(1)
  expect(complaint).toContain(`process ${product.supervisor.pid}, ${product.address}`)
  expect(await answers(product)).toBe(true)
})

test('a web server, a worker or a database that is killed comes back by itself', async () => {
  for (const [index, text] of [web, worker, postgres].entries()) {
    const pid = (await complete())[index] as number
    process.kill(pid, 'SIGKILL')
    await restarted(text, pid)
  }
  await expect(() => expect(answers(product)).resolves.toBe(true)).toPass({ timeout: 20_000 })
  expect(product.output()).toContain('The web server ended (SIGKILL); it is started again')
})

test('SIGTERM stops everything within five seconds, also with a connection open', async () => {
  const pids = await complete()
  const open = connect(port, '127.0.0.1')
  open.on('error', () => {})
  open.write(`GET /healthz HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`)
  await once(open, 'data')
  const startedAt = performance.now()
  product.supervisor.kill('SIGTERM')
  const [code] = await once(product.supervisor, 'exit')
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  expect(code).toBe(0)
  expect(pids.map(isAlive)).toEqual([false, false, false])
})

test('the next start keeps the data and shows no password any more', async () => {
  product = await startProduct({ port, dataDir: product.dataDir })
  expect(product.output()).not.toContain('Password')
})

test('nothing outlives a supervisor that is killed, and the next start is a plain one', async () => {
  const pids = await complete()
  product.supervisor.kill('SIGKILL')
  await expect(() => expect(pids.map(isAlive)).toEqual([false, false, false])).toPass({ timeout: 15_000 })
  product = await startProduct({ port, dataDir: product.dataDir })
  expect(await answers(product)).toBe(true)
})

test('stopping npm stops the product', async () => {
  await product.remove()
  product = await startProduct({ port, command: ['npm', 'start'] })
  product.supervisor.kill('SIGTERM')
  await once(product.supervisor, 'close')
  await expect(async () => expect(await isPortFree(port)).toBe(true)).toPass({ timeout: 5_000 })
  expect(product.output()).toContain('Stopping …')
})
