import { beforeAll, describe, expect, it } from 'vitest'
import { POST as ACKNOWLEDGE } from '@/app/api/v1/disruption-budgets/acknowledge/route'
import { GET as FAILURES } from '@/app/api/v1/rollouts/[id]/failures/route'
import { POST as CHECK } from '@/app/api/v1/rollouts/[id]/targets/check/route'
import { POST as SKIP } from '@/app/api/v1/rollouts/[id]/targets/skip/route'
import { POST as LAUNCH } from '@/app/api/v1/rollouts/route'
import { failuresSchema, targetsCheckSchema } from '@/lib/api/schemas/failures'
import { targetsAckSchema } from '@/lib/api/schemas/rollouts'
import type { Route } from '@/lib/server/next/route'
import { type CallOptions, callRoute } from '@/lib/testing/call-route'
import { testDatabase } from '@/lib/testing/database'
import { addPerson } from '@/lib/testing/people'
import { type SyntheticRollout, syntheticRollout } from '@/lib/testing/synthetic-rollout'
import { testWebServices } from '@/lib/testing/web-services'
import { seedSample } from '@/prisma/seed/seed-sample'
import { selectorOfFact } from './fact-set'

const database = testDatabase()
const services = testWebServices(database)
let token = ''
let viewer = ''
let rollout: SyntheticRollout

const call = (handler: Route, path: string, options: CallOptions = {}) =>
  callRoute(handler, `/api/v1/rollouts/${rollout.id}${path}`, { token, ...options })

const at = (minute: number) => new Date(Date.UTC(2030, 0, 1, 12, minute))
/** 300 targets: every third is on kernel 5.15; of those the first twelve fail, and one other in other words. */
const isOld = (index: number) => index % 3 === 0
const oldFailures = Array.from({ length: 12 }, (_, n) => n * 3)

beforeAll(async () => {
  await seedSample(services())
  token = (await addPerson(services(), 'olga', 'operator')).token
  viewer = (await addPerson(services(), 'vera', 'viewer')).token
  rollout = await syntheticRollout(services().pool, { phases: [240, 60] })
  await database.sql.query(
    `UPDATE target SET facts = facts || jsonb_build_object('version', '3.7.0', 'labels',
       jsonb_build_object('kernel', CASE WHEN position % 3 = 0 THEN '5.15' ELSE '6.8' END, 'host', cluster))
     WHERE rollout_id = $1`,
    [rollout.id],
  )
  const done = Array.from({ length: 200 }, (_, index) => ({ index, startedAt: at(0), finishedAt: at(1) }))
  await rollout.move(done.map((one) => ({ ...one, state: 'succeeded' as const })))
  await rollout.move([
    ...oldFailures.map((index) => ({
      index,
      state: 'failed' as const,
      reason: 'error',
      message: `broker ${index} of cluster-0-${index} did not return within ${index + 10} s`,
      startedAt: at(0),
      finishedAt: at(2 + index),
    })),
    {
      index: 100,
      state: 'failed' as const,
      reason: 'timed_out',
      message: 'The deadline has passed.',
      startedAt: at(0),
      finishedAt: at(9),
    },
  ])
})

describe('GET /rollouts/{id}/failures', () => {
  it('groups by cause, largest first, with when it was seen and what it has in common', async () => {
    const answer = await call(FAILURES, '/failures', { token: viewer })
    const failures = failuresSchema.parse(answer.body)
    expect(failures).toMatchObject({ total: 13, tried: 200, fingerprintVersion: 1 })
    const [group, other] = failures.groups
    expect(failures.groups).toHaveLength(2)
    expect(group).toMatchObject({
      reason: 'error',
      message: 'broker <n> of <cluster> did not return within <duration>',
      count: 12,
      phases: [{ phase: 'phase-0', count: 12 }],
      firstAt: at(2).toISOString(),
      lastAt: at(35).toISOString(),
    })
    expect(group?.clusters[0]).toBe('cluster-0-33')
    expect(group?.traits[0]).toMatchObject({
      fact: 'labels.kernel',
      value: '5.15',
      count: 12,
      share: 1,
      baseShare: 67 / 200,
      select: 'cluster.labels.kernel == "5.15"',
    })
    const waiting = Array.from({ length: 300 }, (_, n) => n).filter((n) =>
      n < 240 ? n >= 200 && isOld(n) : isOld(n - 240),
    )
    expect(group?.traits[0]?.waiting).toBe(waiting.length)
    expect(other).toMatchObject({ reason: 'timed_out', count: 1, traits: [] })
  })

  it('is empty without failures, and not there without a rollout', async () => {
    const calm = await syntheticRollout(services().pool, { phases: [3] })
    const path = `/api/v1/rollouts/${calm.id}/failures`
    expect((await callRoute(FAILURES, path, { token })).body).toMatchObject({ total: 0, groups: [] })
    expect((await callRoute(FAILURES, '/api/v1/rollouts/999/failures', { token })).status).toBe(404)
  })
})

describe('POST /rollouts/{id}/targets/check', () => {
  let id = ''
  const names: string[] = []

  beforeAll(async () => {
    const upgrade = { operation: 'sample-kafka-upgrade', params: { version: '4.0.0' } }
    const json = { ...upgrade, policy: 'cloud-by-cloud' }
    id = (await callRoute(LAUNCH, '/api/v1/rollouts', { token, json })).body.id
    const rows = await database.sql.query<{ cluster: string }>(
      'SELECT cluster FROM target WHERE rollout_id = $1 ORDER BY phase_index, position LIMIT 4',
      [Number(id)],
    )
    names.push(...rows.map(({ cluster }) => cluster))
    for (const [n, state] of ['failed', 'failed', 'succeeded'].entries())
      await database.sql.query('UPDATE target SET state = $2 WHERE rollout_id = $1 AND cluster = $3', [
        Number(id),
        state,
        names[n],
      ])
  })

  const check = async (json: object) => {
    const path = `/api/v1/rollouts/${id}/targets/check`
    const answer = await callRoute(CHECK, path, { json, token: viewer })
    return { status: answer.status, ...answer.body }
  }

  it('says what would be retried and what not and why, and changes nothing', async () => {
    const before = await database.sql.query('SELECT id, state FROM target ORDER BY id')
    const answer = targetsCheckSchema.parse(await check({ verb: 'retry', clusters: [...names, 'nobody'] }))
    expect(answer).toMatchObject({ eligible: names.slice(0, 2), unknown: ['nobody'], refusal: null })
    expect(answer.others.map(({ state, why, count }) => `${state} ${why} ${count}`)).toEqual([
      'succeeded has succeeded 1',
      'pending has not been tried yet 1',
    ])
    expect(await database.sql.query('SELECT id, state FROM target ORDER BY id')).toEqual(before)
  })

  it('picks by selector as the call itself does', async () => {
    expect((await check({ verb: 'retry', select: 'true' })).eligible).toEqual(names.slice(0, 2))
    const { eligible, others } = await check({ verb: 'skip', select: 'true' })
    expect(eligible).toContain(names[3])
    expect(others.map(({ state }: { state: string }) => state).sort()).toEqual(['failed', 'succeeded'])
  })

  it('wants either names or a selector', async () => {
    expect((await check({ verb: 'retry' })).status).toBe(400)
    expect((await check({ verb: 'retry', clusters: ['a'], select: 'true' })).status).toBe(400)
  })

  it('says what the rollout would refuse', async () => {
    await database.sql.query(`UPDATE rollout SET state = 'aborting' WHERE id = $1`, [Number(id)])
    expect((await check({ verb: 'retry', clusters: names.slice(0, 1) })).refusal).toContain('aborting')
    await database.sql.query(`UPDATE rollout SET state = 'running' WHERE id = $1`, [Number(id)])
  })

  it('says which are broken still, so that somebody can answer for them', async () => {
    const [broken, mended] = names
    await database.sql.query(
      `INSERT INTO broken_cluster (cluster_id, rollout_id, reason, since)
       SELECT id, $2, 'error', now() FROM cluster WHERE name = $1`,
      [broken, Number(id)],
    )
    const clusters = [broken, mended]
    const answer = targetsCheckSchema.parse(await check({ verb: 'acknowledge', clusters }))
    expect(answer).toMatchObject({ eligible: [broken], refusal: null, unknown: [] })
    expect(answer.others).toEqual([
      {
        state: 'healthy',
        why: 'no longer broken: mended or acknowledged since',
        count: 1,
        clusters: [mended],
      },
    ])
    const json = { clusters: answer.eligible, reason: 'known' }
    const path = '/api/v1/disruption-budgets/acknowledge'
    expect((await callRoute(ACKNOWLEDGE, path, { json, token })).body).toMatchObject({ acknowledged: 1 })
    expect((await check({ verb: 'acknowledge', clusters })).eligible).toEqual([])
  })

  it('foretells the call: what it finds eligible is what is skipped', async () => {
    const { eligible } = await check({ verb: 'skip', select: 'cluster.provider == "azure"' })
    expect(eligible.length).toBeGreaterThan(3)
    const json = { clusters: eligible, reason: 'not these' }
    const answer = await callRoute(SKIP, `/api/v1/rollouts/${id}/targets/skip`, { token, json })
    expect(targetsAckSchema.parse(answer.body).targets).toBe(eligible.length)
    expect((await check({ verb: 'skip', clusters: eligible })).eligible).toEqual([])
  })
})

describe('the selector of a fact', () => {
  it('quotes what has to be quoted', () => {
    expect(selectorOfFact('labels.failure-domain', 'a"b')).toBe('cluster.labels["failure-domain"] == "a\\"b"')
    expect(selectorOfFact('version', '3.6.1')).toBe('cluster.version == "3.6.1"')
  })
})
