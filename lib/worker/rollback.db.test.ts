import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { upsertClusters } from '@/lib/clusters/upsert-clusters'
import { createFreeze } from '@/lib/freezes/create-freeze'
import { abortRollout } from '@/lib/rollouts/abort-rollout'
import { getTarget } from '@/lib/rollouts/get-target'
import { pauseRollout } from '@/lib/rollouts/pause-rollout'
import { previewRollback } from '@/lib/rollouts/preview-rollback'
import { resumeRollout } from '@/lib/rollouts/resume-rollout'
import { retryTargets } from '@/lib/rollouts/retry-targets'
import { rollbackRollout } from '@/lib/rollouts/rollback-rollout'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from './worker'

const database = testDatabase()
const services = testServices(database)
let scene: Scene
let worker: Worker

const params = `  params: { type: object, required: [version], properties: { version: { type: string } } }
  satisfied: cluster.version == params.version
  sets: { version: "{{ params.version }}", labels: { ring: "{{ cluster.version }}-to-{{ params.version }}" } }
`
const instant = `${params}  apply: { driver: simulator, with: { seconds: 0 } }
  revert: { driver: simulator, with: { seconds: 0 } }
`
const twoPhases = `  phases:
    - { id: first, select: cluster.region == "r1", maxInFlight: 3 }
    - { id: second, select: "true", maxInFlight: 3 }
`

beforeAll(async () => {
  scene = await setScene(services)
  await scene.addFleet(12)
  worker = await startTestWorker(database.url)
})
afterAll(async () => {
  await worker?.stop()
})

const actor = () => scene.launcher.actor
const launch = async (operation: string, version: string, policy = twoPhases) => {
  await scene.addOperation(operation)
  await scene.addPolicy(policy)
  return scene.launch({ params: { version } })
}
const clusters = () =>
  database.sql.query<{ name: string; version: string; version_sort: string; labels: Record<string, string> }>(
    'SELECT name, version, version_sort, labels FROM cluster ORDER BY name',
  )

describe('a rollback', () => {
  it('restores on every cluster what was recorded, and nothing else', async () => {
    const before = await clusters()
    const id = await launch(instant, '4.0.0')
    await scene.untilState(id, 'succeeded')
    const [first] = await clusters()
    expect(first).toMatchObject({ version: '4.0.0', labels: { ring: '3.9.0-to-4.0.0' } })
    const preview = await previewRollback(services, { rollout: id })
    expect(preview).toMatchObject({ possible: true, revert: 12, restFirst: 0, cancel: 0, leftCount: 0 })
    expect(preview.phases.map(({ id: phase, revert }) => [phase, revert])).toEqual([
      ['second', 6],
      ['first', 6],
    ])
    const ack = await rollbackRollout(services, actor(), { rollout: id, reason: 'a bad one' })
    expect(ack).toMatchObject({ state: 'rolling_back', targets: 12 })
    const done = await scene.untilState(id, 'rolled_back')
    expect(done.counts).toMatchObject({ reverted: 12, succeeded: 0 })
    expect(await clusters()).toEqual(before)
    const detail = await getTarget(services, { rollout: id, cluster: 'c-0000' })
    expect(detail.attempts.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['apply', 'succeeded'],
      ['revert', 'succeeded'],
    ])
    const order = await database.sql.query<{ phase: string }>(
      `SELECT phase FROM event WHERE rollout_id = $1 AND type = 'target.revert_started' ORDER BY seq`,
      [Number(id)],
    )
    expect(order.map(({ phase }) => phase)).toEqual([...Array(6).fill('second'), ...Array(6).fill('first')])
    const [leases] = await database.sql.query<{ n: number }>('SELECT count(*)::int AS n FROM lease')
    expect(leases?.n).toBe(0)
    await expect(rollbackRollout(services, actor(), { rollout: id })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('keeps what somebody has changed since, and says so on the target', async () => {
    const id = await launch(instant, '4.0.0')
    await scene.untilState(id, 'succeeded')
    await database.sql.query(
      `UPDATE cluster SET version = '4.0.1', labels = labels || '{"team": "blue"}' WHERE name = 'c-0003'`,
    )
    await rollbackRollout(services, actor(), { rollout: id })
    await scene.untilState(id, 'rolled_back')
    const changed = (await clusters()).find(({ name }) => name === 'c-0003')
    expect(changed).toMatchObject({ version: '4.0.1', labels: { team: 'blue' } })
    expect(changed?.labels.ring).toBeUndefined()
    const detail = await getTarget(services, { rollout: id, cluster: 'c-0003' })
    expect(detail).toMatchObject({ state: 'reverted', message: expect.stringContaining('version is 4.0.1') })
    await database.sql.query(
      `UPDATE cluster SET version = '3.9.0', version_sort = (SELECT version_sort FROM cluster WHERE name = 'c-0000'),
         labels = labels - 'team' WHERE name = 'c-0003'`,
    )
  })

  it('of chosen clusters leaves the others, is paused and resumed, and waits for a person to go on', async () => {
    const slow = instant.replace(
      'revert: { driver: simulator, with: { seconds: 0 } }',
      'revert: { driver: simulator, with: { seconds: 1 } }',
    )
    const gated = `${twoPhases.trimEnd().slice(0, -2)}, before: [{ approval: {} }] }\n`
    const id = await launch(slow, '4.0.0', gated)
    await scene.until(id, ({ phases }) => phases[1]?.state === 'waiting')
    await rollbackRollout(services, actor(), {
      rollout: id,
      clusters: ['c-0000', 'c-0002', 'c-0004', 'c-0006'],
    })
    await scene.until(id, ({ counts }) => counts.reverting > 0)
    await pauseRollout(services, actor(), { rollout: id })
    const held = await scene.until(id, ({ counts }) => counts.reverting === 0)
    expect(held).toMatchObject({ state: 'paused', wayBack: { underWay: 'part' } })
    expect(held.counts.reverted).toBeLessThan(4)
    const waiting = held.counts.succeeded
    expect(waiting).toBeGreaterThan(2)
    expect(
      (await getTarget(services, { rollout: id, cluster: 'c-0000' })).explanation.length,
    ).toBeGreaterThan(0)
    await resumeRollout(services, actor(), { rollout: id })
    const rest = await scene.until(id, ({ counts, state }) => counts.reverted === 4 && state === 'paused')
    expect(rest).toMatchObject({ counts: { succeeded: 2, pending: 6 }, wayBack: { underWay: null } })
    await rollbackRollout(services, actor(), { rollout: id })
    expect((await scene.untilState(id, 'rolled_back')).counts).toMatchObject({ reverted: 6, cancelled: 6 })
  })

  it('is not held up by a freeze, but by a rollout that has the cluster in flight', async () => {
    const id = await launch(instant, '4.0.0', '  phases: [{ select: cluster.name == "c-0000" }]\n')
    await scene.untilState(id, 'succeeded')
    const now = Date.now()
    const times = {
      startsAt: new Date(now - 1_000).toISOString(),
      endsAt: new Date(now + 60_000).toISOString(),
    }
    const endless = `${params}  apply: { driver: simulator, with: { seconds: 600 } }\n`
    const other = await launch(endless, '5.0.0', '  phases: [{ select: cluster.name == "c-0000" }]\n')
    await scene.until(other, ({ counts }) => counts.applying === 1)
    await createFreeze(services, scene.admin.actor, { title: 'All', select: 'true', reason: 'x', ...times })
    await rollbackRollout(services, actor(), { rollout: id })
    const waiting = await scene.until(id, ({ waitingFor }) =>
      waitingFor.some(({ kind }) => kind === 'revert'),
    )
    expect(waiting.counts.reverted).toBe(0)
    const detail = await getTarget(services, { rollout: id, cluster: 'c-0000' })
    expect(detail.explanation[0]).toMatchObject({ kind: 'lease' })
    await abortRollout(services, actor(), { rollout: other, cancelInFlight: true })
    await scene.untilState(id, 'rolled_back')
    await database.sql.query('DELETE FROM "freeze"')
  })

  it('tries again what could not be taken back, when asked to', async () => {
    const failing = instant.replace(
      'revert: { driver: simulator, with: { seconds: 0 } }',
      `retry: { attempts: 1 }\n  revert: { driver: simulator, with: { seconds: 0, failWhen: 'cluster.labels.ring2 != "ok" && cluster.name == "c-0000"' } }`,
    )
    const id = await launch(failing, '4.0.0')
    await scene.untilState(id, 'succeeded')
    await rollbackRollout(services, actor(), { rollout: id })
    // The budget of the phase tolerates none, on the way back as on the way there.
    const stuck = await scene.until(id, ({ state, counts }) => state === 'paused' && counts.reverting === 0)
    expect(stuck).toMatchObject({ pauseCause: 'budget', counts: { revert_failed: 1 } })
    await upsertLabel()
    await retryTargets(services, actor(), { rollout: id, clusters: ['c-0000'] })
    await resumeRollout(services, actor(), { rollout: id, acknowledge: 1 })
    expect((await scene.untilState(id, 'rolled_back')).counts).toMatchObject({ reverted: 12 })
  })

  it('is refused without a revert, and past the point of no return, with the reason', async () => {
    const none = `${params}  apply: { driver: simulator, with: { seconds: 0 } }\n`
    const id = await launch(none, '6.0.0')
    await scene.untilState(id, 'succeeded')
    expect(await previewRollback(services, { rollout: id })).toMatchObject({
      possible: false,
      why: expect.stringContaining('has no revert'),
      leftCount: 12,
    })
    await expect(rollbackRollout(services, actor(), { rollout: id })).rejects.toThrow(/has no revert/)
    const final = await launch(`${instant}  irreversibleAfter: apply\n`, '7.0.0')
    const done = await scene.untilState(final, 'succeeded')
    expect(done.wayBack).toEqual({
      underWay: null,
      possible: true,
      irreversibleAfter: 'apply',
      pastReturn: 12,
    })
    expect(done.phases.map(({ pastReturn }) => pastReturn)).toEqual([6, 6])
    await expect(
      rollbackRollout(services, actor(), { rollout: final, clusters: ['c-0001'] }),
    ).rejects.toThrow(/c-0001: Its apply has been carried out/)
    await expect(rollbackRollout(services, actor(), { rollout: final })).rejects.toThrow(/point of no return/)
    const detail = await getTarget(services, { rollout: final, cluster: 'c-0001' })
    expect(detail).toMatchObject({ reversible: false, irreversible: expect.stringContaining('no way back') })
  })
})

async function upsertLabel(): Promise<void> {
  await upsertClusters(services, scene.admin.actor, {
    clusters: [
      {
        name: 'c-0000',
        kind: 'kafka',
        provider: 'aws',
        region: 'r1',
        environment: 'prod',
        tier: 'customer',
        version: '4.0.0',
        labels: { ring2: 'ok' },
        connection: {},
      },
    ],
  })
}
