import { beforeAll, describe, expect, it } from 'vitest'
import { POST as ABORT } from '@/app/api/v1/rollouts/[id]/abort/route'
import { GET as EVENTS } from '@/app/api/v1/rollouts/[id]/events/route'
import { POST as APPROVE } from '@/app/api/v1/rollouts/[id]/gates/[gate]/approve/route'
import { POST as PAUSE } from '@/app/api/v1/rollouts/[id]/pause/route'
import { POST as RESUME } from '@/app/api/v1/rollouts/[id]/resume/route'
import { GET as ONE } from '@/app/api/v1/rollouts/[id]/route'
import { GET as TARGET } from '@/app/api/v1/rollouts/[id]/targets/[cluster]/route'
import { POST as RETRY } from '@/app/api/v1/rollouts/[id]/targets/retry/route'
import { GET as TARGETS } from '@/app/api/v1/rollouts/[id]/targets/route'
import { POST as SKIP } from '@/app/api/v1/rollouts/[id]/targets/skip/route'
import { POST as LAUNCH, GET as LIST } from '@/app/api/v1/rollouts/route'
import type { Route } from '@/lib/server/next/route'
import { type CallOptions, callRoute } from '@/lib/testing/call-route'
import { testDatabase } from '@/lib/testing/database'
import { addPerson } from '@/lib/testing/people'
import { testWebServices } from '@/lib/testing/web-services'
import { seedSample } from '@/prisma/seed/seed-sample'
import {
  eventSchema,
  pageOf,
  rolloutAckSchema,
  rolloutSchema,
  rolloutSummarySchema,
  targetDetailSchema,
  targetSchema,
  targetsAckSchema,
} from './schemas/rollouts'

const database = testDatabase()
const services = testWebServices(database)
let token = ''
let approver = ''

beforeAll(async () => {
  await seedSample(services())
  token = (await addPerson(services(), 'olga', 'operator')).token
  approver = (await addPerson(services(), 'april', 'approver')).token
})

const call = (handler: Route, path: string, options: CallOptions = {}) =>
  callRoute(handler, `/api/v1/rollouts${path}`, { token, ...options })
const upgrade = { operation: 'sample-kafka-upgrade', params: { version: '4.0.0' }, policy: 'cloud-by-cloud' }
const launch = (more: object = {}, headers: Record<string, string> = {}) =>
  call(LAUNCH, '', { json: { ...upgrade, ...more }, headers })
const newId = async (more: object = {}): Promise<string> => (await launch(more)).body.id
const countRollouts = async () => (await database.sql.query('SELECT 1 FROM rollout')).length

describe('POST /rollouts', () => {
  it('launches and starts, and answers as documented', async () => {
    const made = await launch({ title: 'Kafka 4', reason: 'security fixes' })
    expect(made.status).toBe(201)
    const rollout = rolloutSchema.parse(made.body)
    expect(rollout).toMatchObject({
      title: 'Kafka 4',
      state: 'running',
      launchedBy: 'olga',
      policyRevision: 1,
    })
    expect(made.headers.get('location')).toBe(`/api/v1/rollouts/${rollout.id}`)
    expect(rolloutSchema.parse((await call(ONE, `/${rollout.id}`)).body).planHash).toBe(rollout.planHash)
  })

  it('stays a draft with start: false', async () => {
    expect((await launch({ start: false })).body.state).toBe('draft')
  })

  it('launches once for one key, however often and at once; another body under the key is a conflict', async () => {
    const before = await countRollouts()
    const key = { 'idempotency-key': 'deploy-77' }
    const answers = await Promise.all([1, 2, 3, 4].map(() => launch({}, key)))
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201])
    expect(await countRollouts()).toBe(before + 1)
    expect((await launch({ title: 'another' }, key)).status).toBe(409)
    expect(await countRollouts()).toBe(before + 1)
  })

  it('is refused when the plan is not the one that was looked at', async () => {
    const before = await countRollouts()
    expect(await launch({ planHash: 'of-another-plan' })).toMatchObject({
      status: 409,
      body: { code: 'stale' },
    })
    expect(await countRollouts()).toBe(before)
  })

  it.each([
    ['parameters that fail their schema', { params: { version: 'x' } }, 400],
    ['an unknown policy', { policy: 'nobody-wrote-it' }, 404],
    ['a selector that does not parse', { select: 'cluster.name ==' }, 400],
    [
      'a policy that refuses what no phase takes',
      {
        policy: {
          apiVersion: 'upgrader/v1',
          kind: 'Policy',
          metadata: { name: 'x' },
          spec: { unmatched: 'refuse', phases: [{ id: 'a', select: 'cluster.provider == "aws"' }] },
        },
      },
      409,
    ],
    ['an unknown field', { idempotencyKey: 'x' }, 400],
  ])('is refused with %s, nothing written', async (_, more, status) => {
    const before = [await countRollouts(), (await database.sql.query('SELECT 1 FROM audit')).length]
    const answer = await launch(more)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect([await countRollouts(), (await database.sql.query('SELECT 1 FROM audit')).length]).toEqual(before)
  })
})

describe('reading rollouts', () => {
  it('pages through the list, newest first, and by state', async () => {
    await newId()
    const ids: string[] = []
    let cursor = ''
    do {
      const page = pageOf(rolloutSummarySchema).parse((await call(LIST, `?limit=2${cursor}`)).body)
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`
    } while (cursor !== '')
    expect(ids.map(Number)).toEqual([...ids.map(Number)].sort((a, b) => b - a))
    expect(ids).toHaveLength(await countRollouts())
    const drafts = await call(LIST, '?state=draft,paused')
    expect(drafts.body.items.map(({ state }: { state: string }) => state)).toEqual(['draft'])
    expect((await call(LIST, '?state=asleep')).body.errors[0].pointer).toContain('/state')
  })

  it('pages through targets, and explains one', async () => {
    const id = await newId()
    const first = pageOf(targetSchema).parse((await call(TARGETS, `/${id}/targets?phase=azure&limit=5`)).body)
    expect(first.items.map(({ position }) => position)).toHaveLength(5)
    const { cluster } = first.items[0] ?? { cluster: '' }
    const detail = targetDetailSchema.parse((await call(TARGET, `/${id}/targets/${cluster}`)).body)
    expect(detail.explanation.length).toBeGreaterThan(0)
    expect((await call(TARGET, `/${id}/targets/nowhere`)).status).toBe(404)
    expect((await call(TARGETS, `/${id}/targets?phase=nope`)).status).toBe(404)
  })

  it('gives events in order, without a gap, from any place', async () => {
    const id = await newId()
    await call(PAUSE, `/${id}/pause`, { json: { reason: 'lunch' } })
    const all = await call(EVENTS, `/${id}/events`)
    const events = all.body.items.map((item: unknown) => eventSchema.parse(item))
    expect(events.map(({ seq }: { seq: number }) => seq)).toEqual(
      events.map((_: unknown, i: number) => i + 1),
    )
    expect(all.body.lastSeq).toBe(events.length)
    const rest = await call(EVENTS, `/${id}/events?after=1&limit=1`)
    expect(rest.body.items.map(({ seq }: { seq: number }) => seq)).toEqual([2])
  })

  it.each(['0', '-1', 'abc', '99999999', '1e3', '__proto__'])('knows no rollout %s', async (id) => {
    for (const [handler, path] of [
      [ONE, ''],
      [TARGETS, '/targets'],
      [EVENTS, '/events'],
    ] as const) {
      expect(await call(handler, `/${id}${path}`)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
    const stream = { headers: { accept: 'text/event-stream' } }
    expect((await call(EVENTS, `/${id}/events`, stream)).status).toBe(404)
  })
})

describe('commands', () => {
  it('pause and resume; sent twice, the second is a conflict that tells the state and changes nothing', async () => {
    const id = await newId()
    const paused = await call(PAUSE, `/${id}/pause`, { json: {} })
    expect(rolloutAckSchema.parse(paused.body)).toMatchObject({ state: 'paused', pauseCause: 'manual' })
    const again = await call(PAUSE, `/${id}/pause`, { json: {} })
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict', state: expect.anything() } })
    expect((await call(ONE, `/${id}`)).body.lastSeq).toBe(paused.body.lastSeq)
    expect((await call(RESUME, `/${id}/resume`)).body.state).toBe('running')
    expect((await call(RESUME, `/${id}/resume`)).status).toBe(409)
  })

  it('of ten pauses at once one pauses', async () => {
    const id = await newId()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call(PAUSE, `/${id}/pause`, { json: {} })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9)
  })

  it('abort, after which nothing resumes', async () => {
    const id = await newId()
    const aborted = await call(ABORT, `/${id}/abort`, {
      json: { reason: 'wrong version', cancelInFlight: true },
    })
    expect(['aborting', 'aborted']).toContain(aborted.body.state)
    expect((await call(RESUME, `/${id}/resume`)).status).toBe(409)
  })

  it('skip pending targets with a reason, and retry what was skipped', async () => {
    const id = await newId()
    await call(PAUSE, `/${id}/pause`)
    const page = await call(TARGETS, `/${id}/targets?limit=2`)
    const clusters = page.body.items.map(({ cluster }: { cluster: string }) => cluster)
    const skipped = await call(SKIP, `/${id}/targets/skip`, { json: { clusters, reason: 'under repair' } })
    expect(targetsAckSchema.parse(skipped.body).targets).toBe(2)
    expect((await call(SKIP, `/${id}/targets/skip`, { json: { clusters } })).status).toBe(400)
    expect((await call(SKIP, `/${id}/targets/skip`, { json: { reason: 'x' } })).status).toBe(400)
    const retried = await call(RETRY, `/${id}/targets/retry`, { json: { clusters } })
    expect(targetsAckSchema.parse(retried.body).targets).toBe(2)
    expect((await call(RETRY, `/${id}/targets/retry`, { json: { clusters } })).status).toBe(409)
  })

  it('approve is refused while nobody is asked, to operators, and for a gate there is not', async () => {
    const id = await newId()
    const gate = (await call(ONE, `/${id}`)).body.phases[1].gates[0].id
    const approve = (who: string, name: string) =>
      call(APPROVE, `/${id}/gates/${name}/approve`, { token: who, json: {} })
    expect((await approve(token, gate)).status).toBe(403)
    expect(await approve(approver, gate)).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect((await approve(approver, 'nope')).status).toBe(404)
  })

  it('know no rollout that is not there, whatever is asked of it', async () => {
    for (const handler of [PAUSE, RESUME, ABORT]) {
      const path = handler.endpoint.path.replace('/api/v1/rollouts/{id}', '/424242')
      expect((await call(handler, path, { json: {} })).status).toBe(404)
    }
  })
})
