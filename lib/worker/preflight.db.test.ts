import { afterAll, beforeAll, expect, it } from 'vitest'
import { deleteBudget } from '@/lib/disruption/delete-budget'
import { putBudget } from '@/lib/disruption/put-budget'
import { getTarget } from '@/lib/rollouts/get-target'
import { resumeRollout } from '@/lib/rollouts/resume-rollout'
import { retryTargets } from '@/lib/rollouts/retry-targets'
import { rollbackRollout } from '@/lib/rollouts/rollback-rollout'
import { effectsPerTarget } from '@/lib/testing/control-plane/invariants'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import { testDatabase, testServices } from '@/lib/testing/database'
import { planeDriver } from '@/lib/testing/engine/plane-driver'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from './worker'

/** The checks before a start, by the real worker; what the control plane has seen is the judge. */

const database = testDatabase()
const services = testServices(database)
let plane: ControlPlane
let scene: Scene
let worker: Worker

beforeAll(async () => {
  plane = await startControlPlane({ modes: { default: { durationMs: 100 } } })
  scene = await setScene(services)
  await scene.addFleet(4, { connection: { url: plane.url } })
  await scene.addOperation(`  retry: { attempts: 1 }
  preflight:
    - name: in-sync
      check: http
      with: { url: "{{ connection.url }}/clusters/{{ cluster.name }}/health", pass: response.status == 200 }
      every: 1s
      timeout: 2s
  apply:${planeDriver}  revert:${planeDriver}`)
  await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 2, failureBudget: { max: 0 } }]\n')
  worker = await startTestWorker(database.url, { privateNetworks: ['127.0.0.0/8'] })
})
afterAll(async () => {
  await worker?.stop()
  await plane?.close()
})

const actor = () => scene.launcher.actor
const sick = (...clusters: string[]) =>
  plane.setModes({
    default: { durationMs: 100 },
    clusters: Object.fromEntries(clusters.map((name) => [name, { healthy: false }])),
  })
const touched = () => [...effectsPerTarget(plane.journal.entries()).keys()].sort()

it('a cluster that is not fit is refused before anything is sent to it, and says what was seen', async () => {
  sick('c-0001')
  const id = await scene.launch()
  const paused = await scene.untilState(id, 'paused')
  expect(paused).toMatchObject({ pauseCause: 'budget', counts: { failed: 1 } })
  const idle = await scene.until(id, ({ counts }) => counts.applying === 0)
  expect(touched()).not.toContain('c-0001')
  expect(touched()).toHaveLength(idle.counts.succeeded)
  const looks = plane.journal
    .entries()
    .filter(({ action, cluster }) => action === 'health' && cluster === 'c-0001')
  expect(looks.length).toBeGreaterThan(1)

  const refused = await getTarget(services, { rollout: id, cluster: 'c-0001' })
  expect(refused).toMatchObject({ state: 'failed', reason: 'preflight_failed', previous: null })
  expect(refused.message).toContain('in-sync')
  expect(refused.message).toContain('500')
  expect(refused.attempts.map(({ step, outcome }) => [step, outcome])).toEqual([['preflight', 'timed_out']])
  expect(refused.explanation).toMatchObject([
    {
      kind: 'failed',
      message: expect.stringMatching(
        /^It has failed: the checks before its start did not pass, so nothing was sent to it \(/,
      ),
      unblockedBy: 'an operator: retry it',
    },
  ])
  const [lease] = await database.sql.query(
    'SELECT 1 FROM lease l JOIN cluster c ON c.id = l.cluster_id WHERE c.name = $1',
    ['c-0001'],
  )
  expect(lease).toBeUndefined()

  // Fit again, it is tried once more, and looked at anew before.
  sick()
  const seen = plane.journal.entries().length
  await retryTargets(services, actor(), { rollout: id, clusters: ['c-0001'] })
  await resumeRollout(services, actor(), { rollout: id, acknowledge: 1 })
  await scene.untilState(id, 'succeeded')
  const since = plane.journal
    .entries(seen)
    .filter(({ cluster, type }) => cluster === 'c-0001' && type === 'received')
  expect(since.map(({ action }) => action).filter((action) => action !== 'poll')).toEqual(['health', 'start'])
  expect(effectsPerTarget(plane.journal.entries()).get('c-0001')).toHaveLength(1)
}, 60_000)

it('a cluster that was refused is left alone by a rollback: there is nothing to take back', async () => {
  sick('c-0000')
  await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 2, failureBudget: { max: 3 } }]\n')
  const seen = plane.journal.entries().length
  const id = await scene.launch()
  await scene.untilState(id, 'succeeded_with_failures')
  await rollbackRollout(services, actor(), { rollout: id })
  const { counts } = await scene.untilState(id, 'rolled_back')
  expect(counts).toMatchObject({ failed: 1, reverted: 3 })
  const effects = effectsPerTarget(plane.journal.entries(seen))
  expect([...effects].map(([cluster, all]) => [cluster, all.length]).sort()).toEqual([
    ['c-0001', 2],
    ['c-0002', 2],
    ['c-0003', 2],
  ])
}, 60_000)

it('a cluster that was refused counts as disturbed, though nothing was sent to it, until it is well', async () => {
  sick('c-0000')
  const budget = { name: 'fleet', title: 'clusters', by: [], max: 1 }
  await putBudget(services, scene.admin.actor, budget)
  await scene.addPolicy('  phases: [{ select: "true", order: [name], failureBudget: { max: 3 } }]\n')
  const seen = plane.journal.entries().length
  const id = await scene.launch()
  const held = await scene.until(
    id,
    ({ counts, waitingFor }) => counts.failed === 1 && waitingFor.some(({ kind }) => kind === 'disruption'),
  )
  expect(held.counts).toMatchObject({ failed: 1, pending: 3 })
  expect(effectsPerTarget(plane.journal.entries(seen)).size).toBe(0)
  const { explanation } = await getTarget(services, { rollout: id, cluster: 'c-0003' })
  expect(explanation).toMatchObject([
    {
      kind: 'disruption',
      message: expect.stringContaining('c-0000 (preflight failed)'),
      unblockedBy: 'an operator: acknowledge broken clusters; an admin: raise the budget',
    },
  ])
  sick()
  await retryTargets(services, actor(), { rollout: id, clusters: ['c-0000'] })
  await scene.untilState(id, 'succeeded')
  await deleteBudget(services, scene.admin.actor, { name: budget.name })
}, 60_000)
