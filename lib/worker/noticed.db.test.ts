import { afterAll, beforeAll, expect, it } from 'vitest'
import { abortRollout } from '@/lib/rollouts/abort-rollout'
import { approveGate } from '@/lib/rollouts/approve-gate'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import { testDatabase, testServices } from '@/lib/testing/database'
import { planeDriver } from '@/lib/testing/engine/plane-driver'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import { eventually } from '@/lib/testing/faults/eventually'
import type { Worker } from './worker'

/** A command that comes while a worker waits for somebody outside. */

const database = testDatabase()
const services = testServices(database)
let plane: ControlPlane
let scene: Scene
let worker: Worker

beforeAll(async () => {
  plane = await startControlPlane({
    modes: { default: { durationMs: 100 }, clusters: { 'c-0000': { start: 'hang' } } },
  })
  scene = await setScene(services)
  await scene.addFleet(2, { connection: { url: plane.url } })
  // Whoever waits for an answer waits longer than this test takes.
  const patient = planeDriver.replace('start: { ', 'start: { timeout: 5m, ')
  await scene.addOperation(`  apply:${patient}`)
  await scene.addPolicy(`  phases:
    - { id: a, select: 'cluster.name == "c-0000"' }
    - { id: b, select: "true", after: [], before: [{ approval: { role: approver } }] }
`)
  worker = await startTestWorker(database.url, { privateNetworks: ['127.0.0.0/8'] })
})
afterAll(async () => {
  await worker?.stop()
  await plane?.close()
})

const startsOf = (cluster: string) =>
  plane.journal
    .entries()
    .filter((one) => one.type === 'received' && one.action === 'start' && one.cluster === cluster).length

it('is heeded at once, and the call that is under way is not made a second time', async () => {
  const id = await scene.launch()
  await eventually('the first start is under way', 20_000, () => startsOf('c-0000') > 0 || undefined)
  await scene.until(id, ({ phases }) => phases[1]?.gates[0]?.requestedAt != null)
  await approveGate(services, scene.approver.actor, { rollout: id, gate: 'b.before.0' })
  await scene.until(id, ({ counts }) => counts.succeeded === 1)
  expect([startsOf('c-0000'), startsOf('c-0001')]).toEqual([1, 1])
  expect((await scene.rollout(id)).counts.applying).toBe(1)
  await abortRollout(services, scene.launcher.actor, { rollout: id, cancelInFlight: true })
})
