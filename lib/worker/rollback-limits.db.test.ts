import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { deleteBudget } from '@/lib/disruption/delete-budget'
import { putBudget } from '@/lib/disruption/put-budget'
import { releaseLine } from '@/lib/line/release-line'
import { stopLine } from '@/lib/line/stop-line'
import { getTarget } from '@/lib/rollouts/get-target'
import { rollbackRollout } from '@/lib/rollouts/rollback-rollout'
import { clustersWithOverlap, maxOverlap, startsAfter } from '@/lib/testing/control-plane/invariants'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import { testDatabase, testServices } from '@/lib/testing/database'
import { planeDriver } from '@/lib/testing/engine/plane-driver'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from './worker'

/** The way back under rules over the whole fleet; what the control plane has seen is the judge. */

const database = testDatabase()
const services = testServices(database)
let plane: ControlPlane
let scene: Scene
const workers: Worker[] = []

beforeAll(async () => {
  plane = await startControlPlane()
  scene = await setScene(services)
  await scene.addFleet(6, { connection: { url: plane.url } })
  await scene.addOperation(`  retry: { attempts: 1 }\n  apply:${planeDriver}  revert:${planeDriver}`)
  const options = { privateNetworks: ['127.0.0.0/8'] }
  for (let i = 0; i < 2; i++) workers.push(await startTestWorker(database.url, options))
})
afterAll(async () => {
  for (const worker of workers) await worker.stop()
  await plane?.close()
})

const actor = () => scene.launcher.actor
const takes = (durationMs: number, more: object = {}) => plane.setModes({ default: { durationMs }, ...more })
const seen = () => plane.journal.entries().length
const inRegion = (region: string) => (cluster: string) =>
  Number(cluster.slice(2)) % 2 === (region === 'r1' ? 0 : 1)
/** Longer than anything takes to be looked at again: that nothing happens has to be waited for. */
const quietMs = 1_300

it('a rollback keeps to disruption budgets, beside a rollout that goes forward, and both end', async () => {
  takes(50)
  await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 100% }]\n')
  const id = await scene.launch()
  await scene.untilState(id, 'succeeded')
  takes(300)
  await putBudget(services, scene.admin.actor, {
    name: 'per-region',
    title: 'clusters',
    by: ['region'],
    max: 1,
  })
  const after = seen()
  await rollbackRollout(services, actor(), { rollout: id })
  const forward = await scene.launch()
  await scene.untilState(id, 'rolled_back', 40_000)
  await scene.untilState(forward, 'succeeded', 40_000)
  const journal = plane.journal.entries(after)
  for (const region of ['r1', 'r2']) expect(maxOverlap(journal, inRegion(region))).toBe(1)
  expect(clustersWithOverlap(journal)).toEqual([])
  await deleteBudget(services, scene.admin.actor, { name: 'per-region' })
}, 90_000)

it('a rollback stands still while the line is stopped, and goes on by its release', async () => {
  takes(50)
  await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 2 }]\n')
  const id = await scene.launch()
  await scene.untilState(id, 'succeeded')
  plane.operations.letEnd(0)
  await rollbackRollout(services, actor(), { rollout: id })
  await scene.until(id, ({ counts }) => counts.reverting === 2)
  const { held } = await stopLine(services, actor(), { reason: 'the gateway burns' })
  expect(held).toEqual([id])
  const before = seen()
  plane.operations.letEnd(Number.POSITIVE_INFINITY)
  const still = await scene.until(id, ({ counts }) => counts.reverting === 0)
  expect(still).toMatchObject({
    state: 'paused',
    pauseCause: 'stop_the_line',
    wayBack: { underWay: 'whole' },
  })
  expect(still.counts).toMatchObject({ reverted: 2, succeeded: 4 })
  expect((await leftAlone(id)).explanation[0]).toMatchObject({ kind: 'paused' })
  await sleep(quietMs)
  expect(startsAfter(plane.journal.entries(before), 0)).toEqual([])
  await releaseLine(services, actor(), { reason: 'the fire is out' })
  const done = await scene.untilState(id, 'rolled_back')
  expect(done.counts).toMatchObject({ reverted: 6 })
}, 60_000)

it('a rollback that begins by itself while the line is stopped waits for its release, and says so', async () => {
  await scene.addPolicy(
    '  phases: [{ select: "true", maxInFlight: 3, failureBudget: { max: 0, onExhausted: rollback } }]\n',
  )
  takes(50, { clusters: { 'c-0002': { durationMs: 500, outcome: 'failed' } } })
  plane.operations.letEnd(2)
  const id = await scene.launch()
  await scene.until(id, ({ counts }) => counts.succeeded === 2)
  await stopLine(services, actor(), { reason: 'the gateway burns' })
  plane.operations.letEnd(Number.POSITIVE_INFINITY)
  const turned = await scene.until(
    id,
    ({ state, counts }) => state === 'rolling_back' && counts.pending + counts.applying === 0,
  )
  expect(turned.counts.failed).toBe(1)
  const before = seen()
  expect((await leftAlone(id)).explanation[0]).toMatchObject({
    kind: 'line',
    message: expect.stringContaining('the gateway burns'),
    unblockedBy: 'an operator: release the line',
  })
  await sleep(quietMs)
  expect(startsAfter(plane.journal.entries(before), 0)).toEqual([])
  expect((await scene.rollout(id)).counts).toEqual(turned.counts)
  takes(50)
  await releaseLine(services, actor(), { reason: 'the fire is out' })
  await scene.untilState(id, 'rolled_back')
}, 60_000)

/** A cluster that waits to be taken back. */
async function leftAlone(rollout: string) {
  const [row] = await database.sql.query<{ cluster: string }>(
    `SELECT cluster FROM target WHERE rollout_id = $1 AND state = 'succeeded' ORDER BY position LIMIT 1`,
    [Number(rollout)],
  )
  return getTarget(services, { rollout, cluster: row?.cluster ?? '' })
}
