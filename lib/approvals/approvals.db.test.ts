import { beforeAll, describe, expect, it } from 'vitest'
import { upsertClusters } from '@/lib/clusters/upsert-clusters'
import { disableUser } from '@/lib/members/disable-user'
import { setRoles } from '@/lib/members/set-roles'
import { publishOperation } from '@/lib/operations/publish-operation'
import { publishPolicy } from '@/lib/policies/publish-policy'
import { approveGate } from '@/lib/rollouts/approve-gate'
import { launchRollout } from '@/lib/rollouts/launch-rollout'
import { rejectGate } from '@/lib/rollouts/reject-gate'
import { testDatabase, testServices } from '@/lib/testing/database'
import { addPerson, type TestPerson } from '@/lib/testing/people'
import { getApproval, listInbox } from './queries'

const database = testDatabase()
const services = testServices(database)

const operation = `apiVersion: upgrader/v1
kind: Operation
metadata: { name: upgrade, title: Upgrade Kafka }
spec:
  apply: { driver: simulator }
`
const policy = `apiVersion: upgrader/v1
kind: Policy
metadata: { name: twice, title: Twice }
spec:
  phases:
    - id: aws
      title: AWS
      select: cluster.provider == "aws"
      maxInFlight: 50%
      failureBudget: { max: 10% }
      before:
        - approval: { count: 1, role: approver, expires: 24h }
    - id: gcp
      title: Google Cloud
      select: cluster.provider == "gcp"
      before:
        - approval: { count: 2, role: approver, expires: 1h }
`

let ada: TestPerson
let bob: TestPerson
let eve: TestPerson
let rollout: string

beforeAll(async () => {
  ada = await addPerson(services, 'ada', 'admin')
  bob = await addPerson(services, 'bob', 'approver')
  eve = await addPerson(services, 'eve', 'viewer')
  const clusters = Array.from({ length: 25 }, (_, index) => ({
    name: `kafka-${index}`,
    kind: 'kafka',
    provider: index < 20 ? 'aws' : 'gcp',
    region: index % 2 === 0 ? 'one' : 'two',
    tier: index < 5 ? 'internal' : 'customer',
    version: '3.9.1',
    weight: 2,
  }))
  await upsertClusters(services, ada.actor, { clusters })
  await publishOperation(services, ada.actor, { name: 'upgrade', source: operation })
  await publishPolicy(services, ada.actor, { name: 'twice', source: policy })
  const launched = await launchRollout(services, ada.actor, {
    operation: 'upgrade',
    policy: 'twice',
    title: 'Night shift',
  })
  rollout = launched.id
  // What the engine does when it gets there; here nothing ticks.
  await database.sql.query(
    `UPDATE gate SET requested_at = now(), expires_at = now() + interval '1 day' WHERE rollout_id = $1 AND id = 'aws.before.0'`,
    [Number(rollout)],
  )
})

describe('the inbox', () => {
  it('asks the whole question, and only what waits', async () => {
    const inbox = await listInbox(database.sql, bob.actor)
    expect(inbox).toHaveLength(1)
    expect(inbox[0]).toMatchObject({
      rollout,
      gate: 'aws.before.0',
      rolloutTitle: 'Night shift',
      question: 'Start phase 1, AWS, on 20 clusters?',
      operation: 'Upgrade Kafka',
      launchedBy: 'ada',
      approved: 0,
      needed: 1,
      mine: true,
      whyNot: null,
    })
  })

  it('is nobody else’s: not the launcher’s, who may still reject, nor a viewer’s', async () => {
    const [forAda] = await listInbox(database.sql, ada.actor)
    expect(forAda).toMatchObject({ mine: false, whyNotReject: null })
    expect(forAda?.whyNot).toMatch(/launched/)
    const [forEve] = await listInbox(database.sql, eve.actor)
    expect(forEve).toMatchObject({ mine: false })
    expect(forEve?.whyNotReject).toMatch(/role/)
  })
})

describe('the card', () => {
  it('tells what is at stake and who else could decide', async () => {
    const card = await getApproval(database.sql, rollout, 'aws.before.0', eve.actor)
    expect(card.stake).toEqual({
      clusters: 20,
      weight: 40,
      tiers: [
        { name: 'customer', clusters: 15 },
        { name: 'internal', clusters: 5 },
      ],
      regions: [
        { name: 'one', clusters: 10 },
        { name: 'two', clusters: 10 },
      ],
      versions: [{ name: '3.9.1', clusters: 20 }],
      budget: 2,
      maxInFlight: 10,
    })
    expect(card.others).toEqual(['bob'])
    expect(card.evidence).toMatchObject({ total: 25, succeeded: 0, failed: 0, failures: [] })
  })

  it('counts what failed, by message, most frequent first', async () => {
    await database.sql.query(
      `UPDATE target SET state = 'failed', message = CASE WHEN position < 3 THEN 'no route' ELSE 'timed out' END
       WHERE rollout_id = $1 AND phase_index = 0 AND position < 4`,
      [Number(rollout)],
    )
    const { evidence } = await getApproval(database.sql, rollout, 'aws.before.0', bob.actor)
    expect(evidence.failures).toEqual([
      { message: 'no route', count: 3, phase: 'AWS' },
      { message: 'timed out', count: 1, phase: 'AWS' },
    ])
  })

  it('tells budgets, what the checks have shown, and what has come to rest since the last approval', async () => {
    const at = '2030-01-01T12:00:00.000Z'
    const seen = { kind: 'fail', message: '7 % of calls fail', observed: 0.07, at: Date.parse(at) }
    await database.sql.query(
      `UPDATE phase SET charged = 1, resolved = '{"base": 20, "maxInFlight": 10, "budget": 2, "steps": [20]}'
       WHERE rollout_id = $1 AND index = 0`,
      [Number(rollout)],
    )
    await database.sql.query(
      `INSERT INTO guard (rollout_id, index, name, evidence) VALUES ($1, 0, 'error-rate', $2)`,
      [Number(rollout), JSON.stringify(seen)],
    )
    await database.sql.query(
      `UPDATE gate SET state = 'open', decided_at = $2 WHERE rollout_id = $1 AND id = 'gcp.before.0'`,
      [Number(rollout), at],
    )
    await database.sql.query(
      `UPDATE target SET finished_at = $2::timestamptz + (CASE WHEN position = 0 THEN -1 ELSE 1 END) * interval '1 minute'
       WHERE rollout_id = $1 AND state = 'failed'`,
      [Number(rollout), at],
    )
    const { evidence } = await getApproval(database.sql, rollout, 'aws.before.0', bob.actor)
    expect(evidence.budget).toBeNull()
    expect(evidence.phases.map(({ budget }) => budget)).toEqual([{ charged: 1, max: 2 }, null])
    expect(evidence.checks).toEqual([
      {
        name: 'error-rate',
        phase: null,
        state: 'fail',
        message: '7 % of calls fail',
        value: 0.07,
        since: at,
        checkedAt: at,
      },
    ])
    expect(evidence.since).toEqual({ phase: 'Google Cloud', at, succeeded: 0, failed: 3 })
    // The gate that is being decided is not the last one.
    const own = await getApproval(database.sql, rollout, 'gcp.before.0', bob.actor)
    expect(own.evidence.since).toBeNull()
    await database.sql.query(
      `UPDATE gate SET state = 'closed', decided_at = NULL WHERE rollout_id = $1 AND id = 'gcp.before.0'`,
      [Number(rollout)],
    )
    await database.sql.query('DELETE FROM guard WHERE rollout_id = $1', [Number(rollout)])
  })

  it.each([
    ['1 OR 1=1', 'aws.before.0'],
    ['999999', 'aws.before.0'],
    ['', ''],
  ])('refuses what is not there: %j %j', async (id, gate) => {
    await expect(getApproval(database.sql, id, gate, bob.actor)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a decision', () => {
  it('on another plan is refused with the difference, and so is one on events there are not', async () => {
    const { planHash, lastSeq } = await getApproval(database.sql, rollout, 'aws.before.0', bob.actor)
    const about = { rollout, gate: 'aws.before.0', comment: 'x' }
    for (const decide of [approveGate, rejectGate]) {
      await expect(decide(services, bob.actor, { ...about, planHash: 'another' })).rejects.toMatchObject({
        code: 'stale',
        details: { state: { planHash, asked: 'another' } },
      })
      await expect(decide(services, bob.actor, { ...about, seenSeq: lastSeq + 1 })).rejects.toMatchObject({
        code: 'invalid',
      })
    }
    expect(await getApproval(database.sql, rollout, 'aws.before.0', bob.actor)).toMatchObject({
      state: 'closed',
      decisions: [],
    })
  })

  it('on less than has failed by now is refused: the newest failure is enough', async () => {
    const { lastSeq } = await getApproval(database.sql, rollout, 'aws.before.0', bob.actor)
    await database.sql.query(
      `WITH r AS (UPDATE rollout SET last_seq = last_seq + 1 WHERE id = $1 RETURNING id, last_seq)
       INSERT INTO event (rollout_id, seq, at, type, cluster, actor)
       SELECT id, last_seq, now(), 'target.failed', 'kafka-3', 'system:engine' FROM r`,
      [Number(rollout)],
    )
    const about = { rollout, gate: 'aws.before.0', seenSeq: lastSeq }
    await expect(approveGate(services, bob.actor, about)).rejects.toMatchObject({
      code: 'stale',
      details: { state: { failedSince: ['kafka-3'] } },
    })
  })

  it('is refused to whom the card says no, and leaves the inbox when it is made', async () => {
    await expect(approveGate(services, ada.actor, { rollout, gate: 'aws.before.0' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await approveGate(services, bob.actor, {
      rollout,
      gate: 'aws.before.0',
      comment: 'quiet night',
      planHash: (await getApproval(database.sql, rollout, 'aws.before.0', bob.actor)).planHash,
    })
    expect(await listInbox(database.sql, bob.actor)).toEqual([])
    const card = await getApproval(database.sql, rollout, 'aws.before.0', bob.actor)
    expect(card).toMatchObject({ state: 'open', approved: 1, mine: false })
    expect(card.decisions).toMatchObject([{ user: 'bob', verdict: 'approve', comment: 'quiet night' }])
    expect(Date.parse(card.decisions[0]?.at ?? '')).toBeGreaterThan(Date.now() - 60_000)
    await expect(
      rejectGate(services, bob.actor, { rollout, gate: 'aws.before.0', comment: 'late' }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  it('of somebody who was disabled since, or may not approve any more, does not count', async () => {
    const gate = 'gcp.before.0'
    await database.sql.query(
      `UPDATE gate SET requested_at = now(), expires_at = now() + interval '1 day' WHERE rollout_id = $1 AND id = $2`,
      [Number(rollout), gate],
    )
    const people = await Promise.all(
      ['cal', 'dan', 'fay', 'gus'].map((name) => addPerson(services, name, 'approver')),
    )
    const [cal, dan, fay, gus] = people as [TestPerson, TestPerson, TestPerson, TestPerson]
    const approve = async ({ actor }: TestPerson) => {
      const { state, missing } = (await approveGate(services, actor, { rollout, gate })).gate
      return [state, missing]
    }
    expect(await approve(cal)).toEqual(['closed', 1])
    await disableUser(services, ada.actor, { username: cal.username })
    expect(await approve(dan)).toEqual(['closed', 1])
    const roles = [{ role: 'approver' as const, select: 'cluster.provider == "gcp"' }]
    await setRoles(services, ada.actor, { username: dan.username, roles })
    expect(await approve(fay)).toEqual(['closed', 1])
    expect(await approve(gus)).toEqual(['open', 0])
  })

  it('needs the role over the whole fleet: over a part of it, beside another role, it is none', async () => {
    const source = `apiVersion: upgrader/v1
kind: Policy
metadata: { name: admins }
spec:
  phases: [{ id: all, select: "true", before: [{ approval: { role: admin } }] }]
`
    await publishPolicy(services, ada.actor, { name: 'admins', source })
    const { id } = await launchRollout(services, ada.actor, { operation: 'upgrade', policy: 'admins' })
    await database.sql.query(
      `UPDATE gate SET requested_at = now(), expires_at = now() + interval '1 day' WHERE rollout_id = $1`,
      [Number(id)],
    )
    const { actor } = await addPerson(services, 'hal', 'approver')
    const part = { role: 'admin' as const, select: 'cluster.provider == "gcp"' }
    const hal = { ...actor, bindings: [...actor.bindings, part] }
    await expect(approveGate(services, hal, { rollout: id, gate: 'all.before.0' })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
