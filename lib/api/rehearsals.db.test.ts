import { beforeAll, describe, expect, it } from 'vitest'
import { POST as postPlans } from '@/app/api/v1/plans/route'
import { POST } from '@/app/api/v1/rehearsals/route'
import { callRoute } from '@/lib/testing/call-route'
import { testDatabase } from '@/lib/testing/database'
import { addPerson } from '@/lib/testing/people'
import { testWebServices } from '@/lib/testing/web-services'
import { seedSample } from '@/prisma/seed/seed-sample'
import { rehearsalSchema } from './schemas/rehearsals'

const database = testDatabase()
const services = testWebServices(database)
let token = ''

beforeAll(async () => {
  await seedSample(services())
  token = (await addPerson(services(), 'vera', 'viewer')).token
})

const rehearse = (json: object) => callRoute(POST, '/api/v1/rehearsals', { token, json })
const upgrade = { operation: 'sample-kafka-upgrade', params: { version: '4.0.0' }, policy: 'cloud-by-cloud' }
const inline = (phase: object) => ({
  apiVersion: 'upgrader/v1',
  kind: 'Policy',
  metadata: { name: 'inline' },
  spec: { phases: [{ id: 'all', select: 'true', ...phase }] },
})
const ms = (at: string | null | undefined) => (at ? Date.parse(at) : Number.NaN)

describe('POST /rehearsals', () => {
  it('rehearses the very plan that POST /plans shows, and changes nothing', async () => {
    const answer = await rehearse({ ...upgrade, runs: 5 })
    expect(answer.status).toBe(200)
    const body = rehearsalSchema.parse(answer.body)
    const plan = await callRoute(postPlans, '/api/v1/plans', { token, json: upgrade })
    expect(body.planHash).toBe(plan.body.hash)
    expect(body.phases.map(({ id, targets }) => [id, targets])).toEqual(
      plan.body.phases.map(({ id, count }: { id: string; count: number }) => [id, count]),
    )
    expect(body.runs).toBe(5)
    expect(body.assumptions.observed).toEqual({ attempts: 0, targets: 0, approvals: 0 })
    expect(body.worstCase.clusters).toBeGreaterThan(0)
    for (const table of ['rollout', 'event']) {
      expect(await database.sql.query(`SELECT 1 FROM ${table}`)).toHaveLength(0)
    }
  })

  it('ends the later, the longer an operation is assumed to take', async () => {
    const policy = inline({ maxInFlight: 1_000, failureBudget: { max: '100%' } })
    const at = async (seconds: number) => {
      const { body } = await rehearse({ ...upgrade, policy, runs: 3, assume: { seconds, failureRate: 0 } })
      expect(body.completes).toBe(1)
      return ms(body.end.p50) - ms(body.startsAt)
    }
    const [short, long] = [await at(10), await at(1_000)]
    expect(long / short).toBeGreaterThan(10)
  })

  it('says what was assumed, and how long approvals were taken to take', async () => {
    const policy = inline({ before: [{ approval: {} }] })
    const { body } = await rehearse({
      ...upgrade,
      policy,
      runs: 2,
      assume: { approvalDelay: '3h', failureRate: 0 },
    })
    expect(body.assumptions.approvalSeconds).toEqual({ p50: 10_800, p90: 10_800 })
    expect(body.assumptions.assumed.sort()).toEqual(['approvalDelay', 'failureRate'])
    const [span] = body.timeline
    expect(ms(span.startedAt) - ms(span.enteredAt)).toBe(10_800_000)
  })

  it('collides with freezes that hold, and with those to come', async () => {
    const { rows } = await database.pool.query<{ id: number }>('SELECT id FROM app_user LIMIT 1')
    const freeze = (title: string, from: string, to: string) =>
      database.pool.query(
        `INSERT INTO "freeze" (title, "select", starts_at, ends_at, reason, created_by_id)
         VALUES ($1, 'cluster.provider == "azure"', now() + $2::interval, now() + $3::interval, 'x', $4)`,
        [title, from, to, rows[0]?.id],
      )
    await freeze('holds', '-1 hour', '20 hours')
    await freeze('to come', '60 hours', '90 hours')
    const { body } = await rehearse({ ...upgrade, runs: 3, assume: { seconds: 10, failureRate: 0 } })
    expect(body.collisions.map(({ what }: { what: string }) => what)).toContain('holds')
    const azure = body.timeline.find(({ phase }: { phase: string }) => phase === 'azure')
    expect(ms(azure.finishedAt) - ms(body.startsAt)).toBeGreaterThan(20 * 3_600_000 - 1)
    await database.pool.query('DELETE FROM "freeze"')
  })

  it('believes what earlier rollouts of the operation have shown', async () => {
    const { rows } = await database.pool.query<{ id: number }>(
      `INSERT INTO rollout (title, state, operation_revision_id, operation, policy, params, "select", plan_hash,
         launched_by_id)
       SELECT 'earlier', 'succeeded', r.id, '{}', '{}', '{}', 'true', 'x', (SELECT id FROM app_user LIMIT 1)
       FROM operation_revision r JOIN operation o ON o.id = r.operation_id
       WHERE o.name = 'sample-kafka-upgrade' ORDER BY r.id LIMIT 1 RETURNING id`,
    )
    const id = rows[0]?.id
    await database.pool.query(
      `INSERT INTO phase (rollout_id, index, id, title, total, pending, succeeded, failed) VALUES ($1, 0, 'p', 'P', 300, 0, 270, 30)`,
      [id],
    )
    await database.pool.query(
      `WITH t AS (
         INSERT INTO target (rollout_id, phase_index, position, cluster_id, cluster, facts, state)
         SELECT $1, 0, n, n, 'c' || n, '{"provider":"aws","version":"3.9.0"}',
           (CASE WHEN n % 10 = 0 THEN 'failed' ELSE 'succeeded' END)::target_state
         FROM generate_series(1, 300) n RETURNING id, position, state)
       INSERT INTO attempt (target_id, rollout_id, seq, step, generation, number, key, started_at, finished_at, outcome)
       SELECT id, $1, position, 'apply', 1, 1, 'k' || position, now() - interval '42 seconds', now(), 'succeeded'
       FROM t WHERE state = 'succeeded'`,
      [id],
    )
    const { body } = await rehearse({ ...upgrade, runs: 2 })
    const { assumptions } = body
    expect(assumptions.observed).toMatchObject({ attempts: 270, targets: 300 })
    expect(assumptions.applySeconds.p50).toBeGreaterThan(40)
    expect(assumptions.applySeconds.p50).toBeLessThan(46)
    expect(assumptions.failureRate).toBeCloseTo(0.094, 2)
    expect(body.expectedFailures).toBeGreaterThan(0)
  })

  it('refuses what a plan refuses, with the same problems', async () => {
    for (const wrong of [
      { ...upgrade, operation: 'nowhere' },
      { ...upgrade, params: { version: 4 } },
      { ...upgrade, policy: inline({ maxInFlight: 0 }) },
      { ...upgrade, select: 'cluster.nothing == 1' },
    ]) {
      const [mine, theirs] = [
        await rehearse(wrong),
        await callRoute(postPlans, '/api/v1/plans', { token, json: wrong }),
      ]
      expect(mine.status).toBe(theirs.status)
      expect(mine.status).toBeGreaterThanOrEqual(400)
      expect(mine.body.errors).toEqual(theirs.body.errors)
    }
  })

  it('refuses assumptions that are none', async () => {
    expect((await rehearse({ ...upgrade, assume: { failureRate: 2 } })).status).toBe(400)
    const late = await rehearse({ ...upgrade, assume: { approvalDelay: 'soon' } })
    expect(JSON.stringify(late.body)).toContain('expected a duration')
  })
})
