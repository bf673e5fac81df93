import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import { testDatabase, testServices } from '@/lib/testing/database'
import { planeDriver } from '@/lib/testing/engine/plane-driver'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import { eventually } from '@/lib/testing/faults/eventually'
import type { Worker } from './worker'

/** Intent before effect, by the real worker: its writes are held up at the row of the rollout. */

const database = testDatabase()
const services = testServices(database)
let plane: ControlPlane
let scene: Scene
let worker: Worker | null = null

beforeAll(async () => {
  plane = await startControlPlane({ modes: { default: { durationMs: 100 } } })
  scene = await setScene(services)
  await scene.addFleet(2, { connection: { url: plane.url } })
  await scene.addOperation(`  apply:${planeDriver}`)
  await scene.addPolicy('  phases: [{ select: "true" }]\n')
})
afterAll(async () => {
  await worker?.stop()
  await plane?.close()
})

const startsSeen = () =>
  plane.journal.entries().filter(({ type, action }) => type === 'received' && action === 'start').length

/** How many wait for a lock, of one application (a part of its name). */
async function waitingFor(name: string): Promise<number> {
  const [row] = await database.sql.query<{ waiting: number }>(
    `SELECT count(*)::int AS waiting FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name LIKE $1`,
    [`%${name}%`],
  )
  return row?.waiting ?? 0
}
const isWaiting = (name: string) =>
  eventually(`${name} waits for the row`, 10_000, async () => (await waitingFor(name)) > 0 || undefined)

/** Takes the rollout's row, as soon as whoever waits for it already has had it. */
async function holdRow(client: pg.PoolClient, id: string): Promise<void> {
  await client.query("SET application_name = 'holder'")
  await client.query('BEGIN')
  await client.query('SELECT 1 FROM rollout WHERE id = $1 FOR UPDATE', [Number(id)])
}

it('nothing is sent before it is durable that it will be, however long the write takes', async () => {
  const [first, second, third] = [
    await database.pool.connect(),
    await database.pool.connect(),
    await database.pool.connect(),
  ]
  try {
    const id = await scene.launch()
    await holdRow(first, id)
    worker = await startTestWorker(database.url, { privateNetworks: ['127.0.0.0/8'] })
    // The worker takes its lease, then writes that the phase begins, then that its clusters start: each one held up.
    await isWaiting('test-worker')
    const secondHolds = holdRow(second, id)
    await isWaiting('holder')
    await first.query('COMMIT')
    await secondHolds
    await isWaiting('test-worker-writer')
    const thirdHolds = holdRow(third, id)
    await isWaiting('holder')
    await second.query('COMMIT')
    await thirdHolds
    await isWaiting('test-worker-writer')
    // Decided, and not durable: a call that did not wait for that would be here within milliseconds.
    await sleep(200)
    expect([startsSeen(), await waitingFor('test-worker-writer')]).toEqual([0, 1])
    await third.query('COMMIT')
    await scene.untilState(id, 'succeeded')
    expect(startsSeen()).toBe(2)
  } finally {
    for (const client of [first, second, third]) client.release(true)
  }
})
