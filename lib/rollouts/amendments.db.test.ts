import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listInbox } from '@/lib/approvals/queries'
import type { PolicyDocument } from '@/lib/core/policy/types'
import { testDatabase, testServices } from '@/lib/testing/database'
import { type Scene, setScene, startTestWorker } from '@/lib/testing/engine/scene'
import { addPerson, type TestPerson } from '@/lib/testing/people'
import type { Worker } from '@/lib/worker/worker'
import { abortRollout } from './abort-rollout'
import { amendRollout } from './amend-rollout'
import { approveAmendment } from './approve-amendment'
import { approveGate } from './approve-gate'
import { pauseRollout } from './pause-rollout'
import { listAmendments, previewAmendment, readAmendment, readCarriedPolicy } from './read-amendments'
import { rejectAmendment } from './reject-amendment'
import { resumeRollout } from './resume-rollout'
import { withdrawAmendment } from './withdraw-amendment'

const database = testDatabase()
const services = testServices(database)
let scene: Scene
let worker: Worker
let bob: TestPerson

const timed = (seconds: number) => `  apply: { driver: simulator, with: { seconds: ${seconds} } }\n`
type Spec = PolicyDocument['spec']
const policyOf = (phases: object[], more: object = {}) =>
  ({
    apiVersion: 'upgrader/v1',
    kind: 'Policy',
    metadata: { name: 'policy' },
    spec: { phases, ...more } as Spec,
  }) as unknown as Record<string, unknown>
const r1 = { id: 'first', select: 'cluster.region == "r1"' }
const rest = { id: 'second', select: 'true' }

beforeAll(async () => {
  scene = await setScene(services)
  bob = await addPerson(services, 'bob', 'approver')
  await scene.addFleet(24)
  worker = await startTestWorker(database.url)
})
afterAll(async () => {
  await worker?.stop()
})

async function launch(seconds: number, phases: object[], more: object = {}): Promise<string> {
  await scene.addOperation(timed(seconds))
  return scene.launch({ policy: policyOf(phases, more) })
}
const lead = () => scene.launcher.actor
/** Gives the clusters free for the next rollout. */
async function end(rollout: string): Promise<void> {
  await abortRollout(services, lead(), { rollout, cancelInFlight: true })
  await scene.untilState(rollout, 'aborted')
}
const hashOf = async (rollout: string) => (await scene.rollout(rollout)).planHash
const amend = async (rollout: string, phases: object[], more: object = {}, planHash?: string) =>
  amendRollout(services, lead(), {
    rollout,
    policy: policyOf(phases, more),
    planHash: planHash ?? (await hashOf(rollout)),
  })
const places = (rollout: string) =>
  database.sql.query<{
    cluster: string
    phase: string
    position: number
    state: string
    started: Date | null
  }>(
    `SELECT t.cluster, p.id AS phase, t.position, t.state, t.started_at AS started FROM target t
     JOIN phase p ON p.rollout_id = t.rollout_id AND p.index = t.phase_index
     WHERE t.rollout_id = $1 ORDER BY p.index, t.position`,
    [Number(rollout)],
  )
const events = (rollout: string) =>
  database.sql.query<{
    seq: number
    type: string
    phase: string | null
    cluster: string | null
    data: Record<string, unknown> | null
  }>('SELECT seq, type, phase, cluster, data FROM event WHERE rollout_id = $1 ORDER BY seq', [
    Number(rollout),
  ])

/** The most that a phase had in flight when one more had started, after an event of a type; by the log. */
async function mostAfter(rollout: string, type: string): Promise<number> {
  const log = await events(rollout)
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1))
  const from = log.find((event) => event.type === type)?.seq ?? Number.POSITIVE_INFINITY
  const flying = new Set<string>()
  let most = 0
  for (const event of log) {
    if (event.cluster === null) continue
    if (event.type === 'target.started') {
      flying.add(event.cluster)
      if (event.seq > from) most = Math.max(most, flying.size)
    } else if (event.type === 'target.succeeded') flying.delete(event.cluster)
  }
  return most
}

describe('an amendment that only tightens', () => {
  it('takes effect at once, with targets in flight, which finish; every cluster is operated on once', async () => {
    const id = await launch(0.4, [
      { ...r1, maxInFlight: 6 },
      { ...rest, maxInFlight: 6 },
    ])
    await scene.until(id, ({ counts }) => counts.applying === 6)
    const before = await places(id)
    const ack = await amend(id, [
      { ...r1, maxInFlight: 2 },
      { ...rest, maxInFlight: 3 },
    ])
    expect(ack).toMatchObject({
      state: 'running',
      amendment: { state: 'applied' },
      effect: { weakenings: [], moved: 0 },
    })
    expect((await scene.rollout(id)).planHash).toBe(ack.effect.planHash)
    const after = await places(id)
    for (const was of before.filter(({ started }) => started !== null)) {
      const is = after.find(({ cluster }) => cluster === was.cluster)
      expect([is?.phase, is?.position, is?.started]).toEqual([was.phase, was.position, was.started])
    }
    const done = await scene.untilState(id, 'succeeded', 30_000)
    expect(done.counts.succeeded).toBe(24)
    expect(await mostAfter(id, 'rollout.amended')).toBeLessThanOrEqual(6)
    const log = await events(id)
    const second = log.filter(({ type, phase }) => type === 'target.started' && phase === 'second')
    expect(second).toHaveLength(12)
    expect(log.find(({ type, phase }) => type === 'phase.started' && phase === 'second')?.data).toMatchObject(
      { maxInFlight: 3 },
    )
    const audit = await database.sql.query<{ data: { outcome: string; changes: object[] } }>(
      `SELECT data FROM audit WHERE action = 'rollout.amend' AND object = $1`,
      [id],
    )
    expect(audit.map(({ data }) => [data.outcome, data.changes.length])).toEqual([['applied', 2]])
  })

  it('moves only what has not begun to other phases and places, in two steps that never collide', async () => {
    const id = await launch(600, [
      { ...r1, maxInFlight: 1 },
      { ...rest, maxInFlight: 1, before: [{ approval: {} }] },
    ])
    await scene.until(id, ({ counts }) => counts.applying === 1)
    const { effect } = await amend(id, [
      { ...r1, maxInFlight: 1 },
      {
        id: 'middle',
        select: 'cluster.name < "c-0011"',
        order: '-name',
        maxInFlight: 1,
        before: [{ approval: {} }],
      },
      { ...rest, maxInFlight: 1, order: '-name', before: [{ approval: {} }], failureBudget: { max: 0 } },
    ])
    // Two phases with a budget of one failure each tolerate no more than the one did: both tolerate none.
    expect(effect.weakenings).toEqual([])
    const middle = (await places(id)).filter(({ phase }) => phase === 'middle').map(({ cluster }) => cluster)
    expect(middle).toEqual(['c-0009', 'c-0007', 'c-0005', 'c-0003', 'c-0001'])
    const all = await places(id)
    expect(new Set(all.map(({ cluster }) => cluster)).size).toBe(24)
    expect(all[0]).toMatchObject({ cluster: 'c-0000', state: 'applying' })
    const { phases } = await scene.rollout(id)
    expect(phases.map(({ id: phase, total, counts }) => [phase, total, counts.pending])).toEqual([
      ['first', 12, 11],
      ['middle', 5, 5],
      ['second', 7, 7],
    ])
    await end(id)
  })

  it('is one of two that come at once: the other is told that the plan is another by now', async () => {
    const id = await launch(600, [{ ...r1, maxInFlight: 4 }, rest])
    const planHash = await hashOf(id)
    const results = await Promise.allSettled([
      amend(id, [{ ...r1, maxInFlight: 1 }, rest], {}, planHash),
      amend(id, [{ ...r1, maxInFlight: 2 }, rest], {}, planHash),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = results.find((one): one is PromiseRejectedResult => one.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'stale' })
    expect(await listAmendments(services, id)).toHaveLength(1)
    await end(id)
  })

  it('holds against a worker that ticks at the same time, again and again', async () => {
    const id = await launch(0.05, [
      { ...r1, maxInFlight: 3 },
      { ...rest, maxInFlight: 3 },
    ])
    for (let n = 0; n < 6; n++) {
      const title = `Rest, amended ${n}`
      await amend(id, [
        { ...r1, maxInFlight: 3 },
        { ...rest, title, maxInFlight: 3, order: n % 2 === 0 ? '-name' : 'name' },
      ]).catch((error) => expect(error).toMatchObject({ code: expect.stringMatching(/conflict|stale/) }))
    }
    const done = await scene.untilState(id, 'succeeded', 30_000)
    expect(done.counts.succeeded).toBe(24)
    expect((await events(id)).some(({ type }) => type === 'rollout.amended')).toBe(true)
    expect(await mostAfter(id, 'rollout.started')).toBeLessThanOrEqual(3)
    const twice = await database.sql.query(
      'SELECT target_id FROM attempt WHERE rollout_id = $1 GROUP BY target_id HAVING count(*) <> 1',
      [Number(id)],
    )
    expect(twice).toEqual([])
  })

  it('is refused when a phase that has begun would change what it is about, and changes nothing', async () => {
    const id = await launch(600, [{ ...r1, maxInFlight: 1 }, rest])
    await scene.until(id, ({ counts }) => counts.applying === 1)
    const before = JSON.stringify([await places(id), (await scene.rollout(id)).planHash])
    await expect(amend(id, [rest])).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('has begun'),
    })
    await expect(
      amend(id, [
        { ...r1, maxInFlight: 1 },
        { id: 'second', select: 'cluster.name == "c-0001"' },
      ]),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/No phase would take 11 clusters/),
    })
    await expect(amend(id, [{ ...r1, maxInFlight: 0 }])).rejects.toMatchObject({ code: 'invalid' })
    const { source } = await readCarriedPolicy(services, id)
    const policy = source.replace('cluster.region == "r1"', 'cluster.region == "r2"')
    const line = 1 + source.split('\n').findIndex((text) => text.includes('r1'))
    await expect(previewAmendment(services, { rollout: id, policy })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(new RegExp(`^Line ${line}: Phase “first” has begun, so which clusters`)),
      details: { problems: [{ path: ['spec', 'phases', '0', 'select'], line }] },
    })
    expect(JSON.stringify([await places(id), (await scene.rollout(id)).planHash])).toBe(before)
    await end(id)
  })
})

describe('rule: an amendment that weakens', () => {
  const wide = [{ ...r1, maxInFlight: 8 }, rest]
  const begin = async () => {
    const id = await launch(600, [{ ...r1, maxInFlight: 2 }, rest])
    await scene.until(id, ({ counts }) => counts.applying === 2)
    const ack = await amend(id, wide)
    expect(ack).toMatchObject({
      amendment: { state: 'proposed' },
      effect: { weakenings: ['Phase “first” has up to 8 in flight instead of 2.'] },
    })
    return { id, amendment: ack.amendment.id, planHash: await hashOf(id) }
  }

  it('waits for somebody else, and the rollout goes on under the old policy until then', async () => {
    const { id, amendment, planHash } = await begin()
    const shown = await scene.rollout(id)
    expect(shown.amendment).toMatchObject({ id: amendment, proposedBy: 'launcher', overtaken: false })
    expect(shown.counts.applying).toBe(2)
    // It waits for slots as before, and nothing of it for the decision; a busy machine may be late with a heartbeat.
    const kinds = shown.waitingFor.map(({ kind }) => kind).filter((kind) => kind !== 'worker')
    expect(kinds).toEqual(['slot', 'in_flight'])
    const mine = await readAmendment(services, { rollout: id, amendment, viewer: scene.launcher.actor })
    expect(mine).toMatchObject({
      state: 'proposed',
      whyNotWithdraw: null,
      others: ['admin', 'approver', 'bob'],
    })
    expect(mine.whyNotApprove).not.toBeNull()
    expect(mine.evidence).toMatchObject({ total: 24, inFlight: 2, succeeded: 0, failures: [] })
    const inboxOf = async ({ actor }: TestPerson) =>
      (await listInbox(database.sql, actor)).find((item) => item.amendment === amendment)
    expect(await inboxOf(bob)).toMatchObject({
      rollout: id,
      question: 'Change the rest as launcher proposes?',
      mine: true,
      whyNotReject: null,
    })
    expect(await inboxOf(scene.launcher)).toMatchObject({ mine: false, whyNot: mine.whyNotApprove })
    await expect(amend(id, wide)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('launcher waits'),
    })
    await expect(approveAmendment(services, lead(), { rollout: id, amendment })).rejects.toMatchObject({
      code: 'forbidden',
    })
    // Nor by whoever has overridden something in it, whatever they may do elsewhere.
    const overrider = (userId: number | null) =>
      database.sql.query('UPDATE rollout SET last_overrider_id = $2 WHERE id = $1', [Number(id), userId])
    await overrider(bob.actor.userId)
    await expect(
      approveAmendment(services, bob.actor, { rollout: id, amendment, planHash }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await overrider(null)
    // Who wrote the policy of this rollout does not matter here: it was given inline. Bob is an approver.
    const ack = await approveAmendment(services, bob.actor, {
      rollout: id,
      amendment,
      planHash,
      comment: 'seen',
    })
    expect(ack.amendment.state).toBe('applied')
    await scene.until(id, ({ counts }) => counts.applying === 8)
    expect((await scene.rollout(id)).amendment).toBeNull()
    await expect(approveAmendment(services, bob.actor, { rollout: id, amendment })).rejects.toMatchObject({
      code: 'conflict',
      message: 'This amendment was applied by bob already.',
    })
    const [row] = await listAmendments(services, id)
    expect(row).toMatchObject({ state: 'applied', decidedBy: 'bob', comment: 'seen', proposedBy: 'launcher' })
    await end(id)
  })

  it('is rejected with a reason, or withdrawn by who proposed it, and then changes nothing', async () => {
    const { id, amendment, planHash } = await begin()
    await expect(
      rejectAmendment(services, bob.actor, { rollout: id, amendment, comment: '' }),
    ).rejects.toMatchObject({ code: 'invalid' })
    await rejectAmendment(services, bob.actor, { rollout: id, amendment, comment: 'not at night' })
    const again = await amend(id, wide)
    await expect(
      withdrawAmendment(services, scene.admin.actor, { rollout: id, amendment: again.amendment.id }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await withdrawAmendment(services, lead(), { rollout: id, amendment: again.amendment.id })
    expect((await listAmendments(services, id)).map(({ state, comment }) => [state, comment])).toEqual([
      ['withdrawn', null],
      ['rejected', 'not at night'],
    ])
    expect(await hashOf(id)).toBe(planHash)
    expect((await events(id)).map(({ type }) => type).filter((type) => type.includes('amend'))).toEqual([
      'rollout.amendment_proposed',
      'rollout.amendment_rejected',
      'rollout.amendment_proposed',
      'rollout.amendment_withdrawn',
    ])
    await end(id)
  })

  it('cannot be approved once the plan is another one', async () => {
    const { id, amendment } = await begin()
    await amend(id, [{ ...r1, maxInFlight: 1 }, rest])
    // Neither as it was proposed, nor by somebody who has the plan of today before them.
    for (const planHash of [undefined, await hashOf(id)]) {
      const approved = approveAmendment(services, bob.actor, { rollout: id, amendment, planHash })
      await expect(approved).rejects.toMatchObject({ code: 'stale' })
    }
    const overtaken = await readAmendment(services, { rollout: id, amendment, viewer: bob.actor })
    expect(overtaken).toMatchObject({ effect: null, whyNotReject: null })
    expect((await scene.rollout(id)).amendment).toMatchObject({ id: amendment, overtaken: true })
    expect(overtaken.whyNot).toMatch(/amended since.*Withdraw or reject it/)
    const waiting = (await listInbox(database.sql, bob.actor)).filter(({ rollout }) => rollout === id)
    expect(waiting).toMatchObject([
      { mine: false, myRole: true, whyNot: expect.stringMatching(/amended since/) },
    ])
    await end(id)
    expect((await listInbox(database.sql, bob.actor)).filter(({ rollout }) => rollout === id)).toEqual([])
  })

  it('is withdrawn by anybody who may control the rollout once the plan has gone past it, so that another can come', async () => {
    const { id, amendment } = await begin()
    const eve = (await addPerson(services, 'eve', 'operator')).actor
    await expect(withdrawAmendment(services, eve, { rollout: id, amendment })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await amend(id, [{ ...r1, maxInFlight: 1 }, rest])
    expect(await readAmendment(services, { rollout: id, amendment, viewer: eve })).toMatchObject({
      whyNotWithdraw: null,
    })
    await withdrawAmendment(services, eve, { rollout: id, amendment })
    expect((await scene.rollout(id)).amendment).toBeNull()
    await end(id)
  })
})

describe('looking before amending', () => {
  it('gives the policy as text that changes nothing when it is sent back, and says what a change would do', async () => {
    const id = await launch(600, [{ ...r1, maxInFlight: '50%', before: [{ approval: { count: 2 } }] }, rest])
    const { source, planHash, whyNot } = await readCarriedPolicy(services, id)
    expect(whyNot).toBeNull()
    await expect(previewAmendment(services, { rollout: id, policy: source })).rejects.toMatchObject({
      message: 'This changes nothing.',
    })
    const effect = await previewAmendment(services, { rollout: id, policy: source.replace('50%', '25%') })
    expect(effect).toMatchObject({ weakenings: [], moved: 0 })
    expect(effect.changes).toEqual([
      {
        kind: 'changed',
        phase: { id: 'first', title: 'first' },
        field: 'in flight at most',
        before: '50%',
        after: '25%',
      },
    ])
    expect(effect.phases[0]).toMatchObject({
      state: 'ahead',
      before: { maxInFlight: 6 },
      after: { maxInFlight: 3 },
    })
    expect(await hashOf(id)).toBe(planHash)
    await end(id)
  })
})

describe('rule: approval with lower limits', () => {
  it('tightens the phase and opens the gate in one step; the limits hold when it starts', async () => {
    const id = await launch(600, [
      { ...r1, maxInFlight: 6, before: [{ approval: {} }], failureBudget: { max: 3 } },
      rest,
    ])
    const asking = await scene.until(id, ({ phases }) => phases[0]?.gates[0]?.requestedAt != null)
    const decide = { rollout: id, gate: 'first.before.0', planHash: asking.planHash }
    await expect(
      approveGate(services, bob.actor, { ...decide, limits: { maxInFlight: 7 } }),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: 'Phase “first” has up to 6 in flight: 7 is not lower.',
    })
    expect(await hashOf(id)).toBe(asking.planHash)
    const ack = await approveGate(services, bob.actor, {
      ...decide,
      limits: { maxInFlight: 2, failureBudget: 1 },
      comment: 'slowly',
    })
    expect(ack.gate).toMatchObject({ state: 'open', missing: 0 })
    const going = await scene.until(id, ({ counts }) => counts.applying > 0)
    expect(going.phases[0]).toMatchObject({ state: 'running', maxInFlight: 2, budget: { max: 1 } })
    expect(going.counts.applying).toBe(2)
    const [row] = await listAmendments(services, id)
    expect(row).toMatchObject({ state: 'applied', proposedBy: 'bob', reason: 'slowly', weakenings: [] })
    await end(id)
  })

  it('works while the rollout is paused, and the approvals of others for wider limits count no more', async () => {
    const id = await launch(600, [{ ...r1, maxInFlight: 6, before: [{ approval: { count: 2 } }] }, rest])
    await scene.until(id, ({ phases }) => phases[0]?.gates[0]?.requestedAt != null)
    await approveGate(services, scene.approver.actor, { rollout: id, gate: 'first.before.0' })
    await pauseRollout(services, lead(), { rollout: id })
    const ack = await approveGate(services, bob.actor, {
      rollout: id,
      gate: 'first.before.0',
      limits: { maxInFlight: 1 },
    })
    expect(ack.gate).toMatchObject({ state: 'closed', missing: 1 })
    const last = await approveGate(services, scene.approver.actor, { rollout: id, gate: 'first.before.0' })
    expect(last.gate.state).toBe('open')
    await resumeRollout(services, lead(), { rollout: id })
    await scene.until(id, ({ counts }) => counts.applying === 1)
    await end(id)
  })
})
