import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import { testDatabase, testServices } from '@/lib/testing/database'
import { planeDriver } from '@/lib/testing/engine/plane-driver'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import { eventually } from '@/lib/testing/faults/eventually'
import type { Worker } from './worker'

/** Intent before effect, by the real worker: its writes are held up at the table of who has which cluster. */

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

/** Waits until the worker's writes stand in front of a lock. */
const untilHeldUp = () =>
  eventually('the write of the worker waits for the table', 20_000, async () => {
    const [row] = await database.sql.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = 'test-worker-writer'`,
    )
    return (row?.waiting ?? 0) > 0 || undefined
  })

it('nothing is sent before it is durable that it will be, however long the write takes', async () => {
  const holder = await database.pool.connect()
  try {
    const id = await scene.launch()
    // Who takes a cluster writes here, in the statement that says that it starts: that alone is held up.
    await holder.query('BEGIN')
    await holder.query('LOCK TABLE lease IN SHARE MODE')
    worker = await startTestWorker(database.url, { privateNetworks: ['127.0.0.0/8'] })
    await untilHeldUp()
    // Decided, and not durable: a call that did not wait for that would be here within milliseconds.
    await sleep(200)
    await untilHeldUp()
    expect(startsSeen()).toBe(0)
    await holder.query('COMMIT')
    await scene.untilState(id, 'succeeded')
    expect(startsSeen()).toBe(2)
  } finally {
    holder.release(true)
  }
})
