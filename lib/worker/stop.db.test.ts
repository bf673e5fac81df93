import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDatabase } from '@/lib/testing/database'
import { bundleWorker, type WorkerProgram } from '@/lib/testing/engine/worker-process'
import { startTcpRelay, type TcpRelay } from '@/lib/testing/faults/tcp-relay'

const database = testDatabase()
let program: WorkerProgram
let relay: TcpRelay

beforeAll(async () => {
  program = await bundleWorker({ UPGRADER_LOG_LEVEL: 'info' })
})
afterAll(async () => {
  await relay?.close()
  program?.dispose()
})

async function startBehindRelay() {
  const url = new URL(database.url)
  relay = await startTcpRelay({ host: url.hostname, port: Number(url.port) })
  url.hostname = '127.0.0.1'
  url.port = String(relay.port)
  return program.start(url.href)
}

it('says goodbye when it is stopped, so that nobody takes it for dead', async () => {
  const worker = await startBehindRelay()
  // Its first round of everything is over by then, also on a busy machine.
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  await worker.signal('SIGTERM')
  // The last lines may arrive after the end.
  await expect.poll(() => worker.output).toContain('"msg":"worker stopped"')
  expect(await database.sql.query('SELECT id FROM worker_heartbeat')).toEqual([])
})

it('ends also when the database has fallen silent, and does not wait for it', async () => {
  const worker = await startBehindRelay()
  relay.silence()
  // Long enough for every loop to have a statement on its way.
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  const stoppedAt = performance.now()
  await worker.signal('SIGTERM')
  // Three and a half seconds at rest; a statement alone would be waited for 15 s.
  expect(performance.now() - stoppedAt).toBeLessThan(10_000)
  await expect.poll(() => worker.output).toContain('without a word to the database')
})
