import { afterAll, beforeAll, expect, it } from 'vitest'
import { pauseRollout } from '@/lib/rollouts/pause-rollout'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from '@/lib/worker/worker'
import { listBusyClusters } from './busy-clusters'

const database = testDatabase()
const services = testServices(database)
let scene: Scene
let worker: Worker

beforeAll(async () => {
  scene = await setScene(services)
  await scene.addFleet(6)
  await scene.addPolicy('  phases: [{ id: all, select: "true", maxInFlight: 2 }]\n')
  await scene.addOperation('  apply: { driver: simulator, with: { seconds: 600 } }\n')
  worker = await startTestWorker(database.url)
})
afterAll(async () => {
  await worker?.stop()
})

it('names what a rollout has in its hands and before it, also while it is paused', async () => {
  expect(await listBusyClusters(database.sql)).toEqual([])
  const id = await scene.launch({ title: 'Slow', select: 'cluster.name != "c-0005"' })
  await scene.until(id, ({ counts }) => counts.applying === 2)
  await pauseRollout(services, scene.launcher.actor, { rollout: id })
  const [busy, ...others] = await listBusyClusters(database.sql)
  expect(others).toEqual([])
  expect(busy).toMatchObject({ rollout: id, title: 'Slow' })
  expect([busy?.inFlight.length, busy?.waiting.length]).toEqual([2, 3])
  expect([...(busy?.inFlight ?? []), ...(busy?.waiting ?? [])]).not.toContain('c-0005')
})
