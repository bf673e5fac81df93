import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFreeze } from '@/lib/freezes/create-freeze'
import { abortRollout } from '@/lib/rollouts/abort-rollout'
import { approveGate } from '@/lib/rollouts/approve-gate'
import { getTarget } from '@/lib/rollouts/get-target'
import { pauseRollout } from '@/lib/rollouts/pause-rollout'
import { rejectGate } from '@/lib/rollouts/reject-gate'
import { resumeRollout } from '@/lib/rollouts/resume-rollout'
import { retryTargets } from '@/lib/rollouts/retry-targets'
import { skipTargets } from '@/lib/rollouts/skip-targets'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import type { Worker } from './worker'

const database = testDatabase()
const services = testServices(database)
let scene: Scene
let worker: Worker

const instant = '  apply: { driver: simulator, with: { seconds: 0 } }\n'
const slow = '  apply: { driver: simulator, with: { seconds: 1 } }\n'
const endless = '  apply: { driver: simulator, with: { seconds: 600 } }\n'
const failing = `  retry: { attempts: 1 }\n  apply: { driver: simulator, with: { seconds: 0, failWhen: 'cluster.name == "c-0000"' } }\n`
const onePhase = '  phases: [{ select: "true", maxInFlight: 5 }]\n'
const gated = `  phases:
    - { id: first, select: cluster.region == "r1" }
    - { id: second, select: "true", before: [{ approval: {} }] }
`

beforeAll(async () => {
  scene = await setScene(services)
  await scene.addFleet(20)
  worker = await startTestWorker(database.url)
})
afterAll(async () => {
  await worker?.stop()
})

async function compose(operation: string, policy: string): Promise<void> {
  await scene.addOperation(operation)
  await scene.addPolicy(policy)
}

async function seqs(id: string): Promise<number[]> {
  const rows = await database.sql.query<{ seq: number }>(
    'SELECT seq FROM event WHERE rollout_id = $1 ORDER BY seq',
    [Number(id)],
  )
  return rows.map(({ seq }) => seq)
}

describe('a worker', () => {
  it('carries a rollout to its end, with gapless events, attempts, and no lease left', async () => {
    await compose(
      `${instant}  verify: [{ name: healthy, check: simulator, with: {} }]\n  sets: { labels: { seen: "yes" } }\n`,
      onePhase,
    )
    const id = await scene.launch()
    const done = await scene.untilState(id, 'succeeded')
    expect(done.counts.succeeded).toBe(20)
    const numbers = await seqs(id)
    expect(numbers).toEqual(numbers.map((_, i) => i + 1))
    const [row] = await database.sql.query<{ attempts: number; leases: number; labelled: number }>(
      `SELECT (SELECT count(*)::int FROM attempt WHERE rollout_id = $1) AS attempts,
         (SELECT count(*)::int FROM lease) AS leases,
         (SELECT count(*)::int FROM cluster WHERE labels->>'seen' = 'yes') AS labelled`,
      [Number(id)],
    )
    expect(row).toEqual({ attempts: 40, leases: 0, labelled: 20 })
  })

  it('waits for an approval, and goes on when somebody entitled has given it', async () => {
    await compose(instant, gated)
    const id = await scene.launch()
    const waiting = await scene.until(id, ({ phases }) => phases[1]?.state === 'waiting')
    expect(waiting.counts.succeeded).toBe(10)
    expect(waiting.waitingFor.map(({ kind }) => kind)).toContain('approval')
    const gate = waiting.phases[1]?.gates[0]?.id ?? ''
    await expect(approveGate(services, scene.launcher.actor, { rollout: id, gate })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await approveGate(services, scene.approver.actor, { rollout: id, gate })
    await expect(approveGate(services, scene.approver.actor, { rollout: id, gate })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect((await scene.untilState(id, 'succeeded')).counts.succeeded).toBe(20)
  })

  it('pauses when an approval is refused, and asks anew when it is resumed', async () => {
    await compose(instant, gated)
    const id = await scene.launch()
    const gate =
      (await scene.until(id, ({ phases }) => phases[1]?.state === 'waiting')).phases[1]?.gates[0]?.id ?? ''
    await rejectGate(services, scene.approver.actor, { rollout: id, gate, comment: 'not today' })
    expect(await scene.rollout(id)).toMatchObject({ state: 'paused', pauseCause: 'gate_rejected' })
    await resumeRollout(services, scene.launcher.actor, { rollout: id })
    await approveGate(services, scene.approver.actor, { rollout: id, gate })
    await scene.untilState(id, 'succeeded')
  })

  it('starts nothing more once a pause is acknowledged, and finishes what is in flight', async () => {
    await compose(slow, onePhase)
    const id = await scene.launch()
    await scene.until(id, ({ counts }) => counts.applying === 5)
    await pauseRollout(services, scene.launcher.actor, { rollout: id, reason: 'lunch' })
    const rest = await scene.until(id, ({ counts }) => counts.applying === 0)
    expect(rest).toMatchObject({ state: 'paused', counts: { succeeded: 5, pending: 15 } })
    await resumeRollout(services, scene.launcher.actor, { rollout: id })
    await scene.untilState(id, 'succeeded')
  })

  it('aborts: cancels what has not begun, and what is in flight when asked to', async () => {
    await compose(endless, onePhase)
    const id = await scene.launch()
    await scene.until(id, ({ counts }) => counts.applying === 5)
    await abortRollout(services, scene.launcher.actor, { rollout: id, cancelInFlight: true })
    const done = await scene.untilState(id, 'aborted')
    expect(done.counts.cancelled).toBe(20)
  })

  it('stops at a failure budget, and goes on when the failures are acknowledged', async () => {
    await compose(failing, '  phases: [{ select: "true", maxInFlight: 1, failureBudget: { max: 0 } }]\n')
    const id = await scene.launch()
    await scene.untilState(id, 'paused')
    await expect(resumeRollout(services, scene.launcher.actor, { rollout: id })).rejects.toMatchObject({
      code: 'conflict',
    })
    await resumeRollout(services, scene.launcher.actor, { rollout: id, acknowledge: 1 })
    const done = await scene.untilState(id, 'succeeded_with_failures')
    expect(done.counts).toMatchObject({ succeeded: 19, failed: 1 })
    await scene.addOperation(instant)
    await retryTargets(services, scene.launcher.actor, { rollout: id, select: 'true' })
    // The snapshot of the launch still says that it fails.
    await scene.untilState(id, 'succeeded_with_failures')
    const detail = await getTarget(services, { rollout: id, cluster: 'c-0000' })
    expect(detail.attempts).toHaveLength(2)
    expect(detail.explanation.length).toBeGreaterThan(0)
  })

  it('leaves out what somebody has skipped', async () => {
    await compose(slow, '  phases: [{ select: "true", maxInFlight: 1 }]\n')
    const id = await scene.launch()
    await scene.until(id, ({ counts }) => counts.applying === 1)
    await skipTargets(services, scene.launcher.actor, {
      rollout: id,
      select: 'cluster.name != "c-0000"',
      reason: 'a test',
    })
    const done = await scene.untilState(id, 'succeeded')
    expect(done.counts).toMatchObject({ succeeded: 1, skipped: 19 })
  })

  it('lets a second rollout wait for a cluster that another has in flight, and says who', async () => {
    await compose(endless, '  phases: [{ select: cluster.name == "c-0000" }]\n')
    const first = await scene.launch({ title: 'the first' })
    await scene.until(first, ({ counts }) => counts.applying === 1)
    await scene.addOperation(instant)
    const second = await scene.launch()
    const waiting = await scene.until(second, ({ waitingFor }) =>
      waitingFor.some(({ kind }) => kind === 'lease'),
    )
    expect(waiting.counts.pending).toBe(1)
    const detail = await getTarget(services, { rollout: second, cluster: 'c-0000' })
    expect(detail.explanation[0]).toMatchObject({
      kind: 'lease',
      message: expect.stringContaining('the first'),
    })
    await abortRollout(services, scene.launcher.actor, { rollout: first, cancelInFlight: true })
    await scene.untilState(second, 'succeeded')
  })

  it('keeps a freeze, for the clusters that it matches, until it ends', async () => {
    await compose(instant, onePhase)
    const now = Date.now()
    await createFreeze(services, scene.admin.actor, {
      title: 'Quarter end',
      select: 'cluster.region == "r1"',
      startsAt: new Date(now - 60_000).toISOString(),
      endsAt: new Date(now + 4_000).toISOString(),
      reason: 'books',
    })
    const id = await scene.launch()
    const held = await scene.until(id, ({ counts }) => counts.succeeded === 10)
    expect(held.counts.pending).toBe(10)
    await scene.untilState(id, 'succeeded')
    // By the clock that judged the freeze: this process's own may differ from it by some milliseconds.
    const [first] = await database.sql.query<{ at: Date }>(
      `SELECT min(e.at) AS at FROM event e JOIN target t ON t.id = e.target_id
       WHERE e.rollout_id = $1 AND e.type = 'target.started' AND t.facts ->> 'region' = 'r1'`,
      [id],
    )
    expect(first?.at.getTime()).toBeGreaterThanOrEqual(now + 4_000)
  })
})
