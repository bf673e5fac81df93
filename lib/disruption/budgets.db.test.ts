import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { abortRollout } from '@/lib/rollouts/abort-rollout'
import { getTarget } from '@/lib/rollouts/get-target'
import { retryTargets } from '@/lib/rollouts/retry-targets'
import { clustersWithOverlap, maxOverlap, outcomes, spans } from '@/lib/testing/control-plane/invariants'
import type { JournalEntry } from '@/lib/testing/control-plane/journal'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import { testDatabase, testServices } from '@/lib/testing/database'
import { planeDriver } from '@/lib/testing/engine/plane-driver'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from '@/lib/worker/worker'
import { acknowledgeClusters } from './acknowledge-clusters'
import { deleteBudget } from './delete-budget'
import type { DisruptionBudgetDto } from './dto'
import { putBudget } from './put-budget'
import { listBroken, listBudgets } from './queries'

/** Two workers and a control plane that knows nothing of budgets; what it saw is the judge. */

const regions = ['r0', 'r1', 'r2']
const fleetSize = 12
const regionOf = (cluster: string) => regions[Number(cluster.slice(2)) % regions.length] ?? ''
const inRegion = (region: string) => (cluster: string) => regionOf(cluster) === region

const database = testDatabase()
const services = testServices(database)
let plane: ControlPlane
let scene: Scene
const workers: Worker[] = []

beforeAll(async () => {
  plane = await startControlPlane({ modes: { default: { durationMs: 300 } } })
  scene = await setScene(services)
  await scene.addFleet(fleetSize, { regions, connection: { url: plane.url } })
  await scene.addOperation(`  retry: { attempts: 1 }\n  apply:${planeDriver}`)
  await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 100%, failureBudget: { max: 10 } }]\n')
  const options = { privateNetworks: ['127.0.0.0/8'] }
  for (let i = 0; i < 2; i++) workers.push(await startTestWorker(database.url, options))
})
afterAll(async () => {
  for (const worker of workers) await worker.stop()
  await plane?.close()
})
beforeEach(async () => {
  for (const { name } of await budgets()) await deleteBudget(services, scene.admin.actor, { name })
  await database.sql.query('DELETE FROM broken_cluster')
  plane.setModes({ default: { durationMs: 300 } })
})

const budgets = (): Promise<DisruptionBudgetDto[]> => listBudgets(database.sql, new Date())
const log = (after: number) => plane.journal.entries(after)
const seen = () => plane.journal.entries().length
/** The most operations that ran in any one region; which of them make full use of their places is a matter of who asks when. */
const mostInARegion = (journal: readonly JournalEntry[]) =>
  Math.max(...regions.map((region) => maxOverlap(journal, inRegion(region))))
const put = (name: string, more: Partial<Parameters<typeof putBudget>[2]> = {}) =>
  putBudget(services, scene.admin.actor, { name, title: 'clusters', by: ['region'], max: 2, ...more })
const used = async (name: string) => {
  const groups = (await budgets()).find((budget) => budget.name === name)?.groups ?? []
  return Object.fromEntries(groups.map(({ group, used }) => [group.join(), used]))
}

describe('rule: disruption budget', () => {
  it('is never exceeded by several rollouts and workers over the same clusters, and all of them finish', async () => {
    const after = seen()
    await put('per-region')
    await put('whole-fleet', { by: [], max: 5 })
    const ids = await Promise.all([1, 2, 3, 4].map(() => scene.launch()))
    for (const id of ids) await scene.untilState(id, 'succeeded', 60_000)
    const journal = log(after)
    expect(mostInARegion(journal)).toBe(2)
    expect(maxOverlap(journal)).toBeLessThanOrEqual(5)
    expect(clustersWithOverlap(journal)).toEqual([])
    expect(outcomes(journal).done).toBe(4 * fleetSize)
    expect(await used('per-region')).toEqual({ r0: 0, r1: 0, r2: 0 })
  }, 90_000)

  it('gives places to rollouts by turns: nobody waits until another is done', async () => {
    await put('whole-fleet', { by: [], max: 1 })
    const some = { select: 'cluster.region == "r0" || cluster.region == "r1"' }
    const ids = [await scene.launch(some), await scene.launch(some), await scene.launch(some)]
    for (const id of ids) await scene.untilState(id, 'succeeded', 90_000)
    const rows = await database.sql.query<{ id: number; at: Date }>(
      `SELECT rollout_id AS id, at FROM event WHERE type = 'target.started' AND rollout_id = ANY($1::int[])
       ORDER BY at, rollout_id`,
      [ids.map(Number)],
    )
    const order = rows.map(({ id }) => id)
    expect(order).toHaveLength(2 * fleetSize)
    // From the third start on everybody waits, and in any six starts everybody gets one.
    for (let i = 3; i + 6 <= order.length - 3; i++) expect(new Set(order.slice(i, i + 6)).size).toBe(3)
  }, 120_000)

  it('stays charged for a broken cluster until it succeeds or somebody acknowledges it, and says so', async () => {
    await put('per-region', { max: 1, title: 'customer clusters' })
    plane.setModes({ default: { durationMs: 200 }, clusters: { 'c-0000': { outcome: 'failed' } } })
    const first = await scene.launch({ select: 'cluster.region == "r0"' })
    await scene.until(first, ({ counts }) => counts.failed === 1)
    const waiting = await scene.until(first, (one) =>
      one.waitingFor.some(({ kind }) => kind === 'disruption'),
    )
    const words = '1 of 1 customer clusters in r0 are disturbed: c-0000 (error).'
    expect(waiting.waitingFor).toContainEqual(
      expect.objectContaining({
        kind: 'disruption',
        message: words,
        targets: 3,
        unblockedBy: expect.any(String),
      }),
    )
    const target = await getTarget(services, { rollout: first, cluster: 'c-0003' })
    expect(target.explanation.map(({ kind, message }) => [kind, message])).toEqual([['disruption', words]])

    const after = seen()
    await sleep(1_500)
    expect(spans(log(after))).toEqual([])
    expect(await listBroken(database.sql)).toMatchObject([{ cluster: 'c-0000', reason: 'error' }])
    expect(await listBroken(database.sql, 'c-0000')).toHaveLength(1)
    expect(await listBroken(database.sql, 'c-0003')).toEqual([])

    // Its own retry needs no place of its own, and its success gives the place free.
    plane.setModes({ default: { durationMs: 200 } })
    await retryTargets(services, scene.launcher.actor, { rollout: first, clusters: ['c-0000'] })
    await scene.untilState(first, 'succeeded')
    expect(await listBroken(database.sql)).toEqual([])
    expect(maxOverlap(log(after), inRegion('r0'))).toBe(1)

    plane.setModes({ default: { durationMs: 200 }, clusters: { 'c-0000': { outcome: 'failed' } } })
    const second = await scene.launch({ select: 'cluster.region == "r0"' })
    await scene.until(second, ({ counts }) => counts.failed === 1)
    await expect(
      acknowledgeClusters(services, scene.launcher.actor, { clusters: ['c-0003'], reason: 'looked' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await acknowledgeClusters(services, scene.launcher.actor, { clusters: ['c-0000'], reason: 'looked' })
    await scene.until(second, ({ counts }) => counts.pending < 3)
    await scene.untilState(second, 'succeeded_with_failures')
  }, 60_000)

  it('counts what is in flight and broken when it is made, and holds from its answer on', async () => {
    plane.setModes({
      default: { durationMs: 1_500 },
      clusters: { 'c-0001': { outcome: 'failed', durationMs: 50 } },
    })
    const first = await scene.launch({ select: 'cluster.region == "r1"' })
    await scene.until(first, ({ counts }) => counts.failed === 1)
    await put('late', { max: 2 })
    expect(await used('late')).toEqual({ r0: 0, r1: 4, r2: 0 })
    const after = seen()
    plane.setModes({ default: { durationMs: 300 } })
    const second = await scene.launch()
    await scene.untilState(second, 'succeeded', 30_000)
    // c-0001 stays charged until the second rollout mends it.
    expect(mostInARegion(log(after))).toBe(2)
    expect(await used('late')).toEqual({ r0: 0, r1: 0, r2: 0 })
  }, 60_000)

  it('never blocks the clusters behind it', async () => {
    await put('first-region', { select: 'cluster.region == "r0"', max: 1 })
    plane.setModes({ default: { durationMs: 200 }, clusters: { 'c-0000': { durationMs: 4_000 } } })
    const id = await scene.launch()
    const now = await scene.until(id, ({ counts }) => counts.succeeded === 8)
    expect(now.counts.pending).toBe(3)
    plane.setModes({ default: { durationMs: 200 } })
    await deleteBudget(services, scene.admin.actor, { name: 'first-region' })
    await scene.until(id, ({ counts }) => counts.succeeded === 11)
    await scene.untilState(id, 'succeeded')
  }, 60_000)

  it('takes a share over the clusters of each group, at least one', async () => {
    await put('share', { max: '50%' })
    await put('little', { max: '1%', enabled: false })
    const [little, share] = await budgets()
    expect(share?.groups.map(({ group, clusters, max }) => [group[0], clusters, max])).toEqual(
      expect.arrayContaining(regions.map((region) => [region, 4, 2])),
    )
    expect(little?.groups.map(({ max }) => max)).toEqual([1, 1, 1])
    const after = seen()
    await scene.untilState(await scene.launch(), 'succeeded')
    expect(mostInARegion(log(after))).toBe(2)
  }, 60_000)

  it('stays charged for a broken cluster whose retry was cancelled: that has not mended it', async () => {
    const cancel = '{ method: DELETE, url: "{{ connection.url }}/upgrades/{{ operationId }}" }'
    await scene.addOperation(`  retry: { attempts: 1 }\n  apply:${planeDriver}      cancel: ${cancel}\n`)
    await put('per-region', { max: 1 })
    plane.setModes({ default: { durationMs: 200 }, clusters: { 'c-0000': { outcome: 'failed' } } })
    const id = await scene.launch({ select: 'cluster.region == "r0"' })
    await scene.until(id, ({ counts }) => counts.failed === 1)
    plane.setModes({ default: { durationMs: 200 }, clusters: { 'c-0000': { outcome: 'stuck' } } })
    await retryTargets(services, scene.launcher.actor, { rollout: id, clusters: ['c-0000'] })
    await scene.until(id, ({ counts }) => counts.applying === 1)
    await abortRollout(services, scene.launcher.actor, { rollout: id, cancelInFlight: true })
    const { counts } = await scene.untilState(id, 'aborted')
    expect(counts).toMatchObject({ cancelled: 4, failed: 0 })
    expect(await used('per-region')).toEqual({ r0: 1, r1: 0, r2: 0 })
    expect(await listBroken(database.sql)).toMatchObject([{ cluster: 'c-0000', reason: 'error' }])
  }, 60_000)

  it('keeps the place of one that is at work again, though somebody has answered for it meanwhile', async () => {
    await put('per-region', { max: 1 })
    plane.setModes({ default: { durationMs: 200 }, clusters: { 'c-0000': { outcome: 'failed' } } })
    const id = await scene.launch({ select: 'cluster.region == "r0"' })
    await scene.until(id, ({ counts }) => counts.failed === 1)
    const after = seen()
    plane.setModes({ default: { durationMs: 200 }, clusters: { 'c-0000': { outcome: 'stuck' } } })
    await retryTargets(services, scene.launcher.actor, { rollout: id, clusters: ['c-0000'] })
    await scene.until(id, ({ counts }) => counts.applying === 1)
    await acknowledgeClusters(services, scene.launcher.actor, { clusters: ['c-0000'], reason: 'looked' })
    expect(await used('per-region')).toEqual({ r0: 1, r1: 0, r2: 0 })
    await abortRollout(services, scene.launcher.actor, { rollout: id, cancelInFlight: true })
    expect(maxOverlap(log(after), inRegion('r0'))).toBe(1)
  }, 60_000)
})
