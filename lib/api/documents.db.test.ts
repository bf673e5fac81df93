import { beforeAll, describe, expect, it } from 'vitest'
import { DELETE as DISCARD, PUT as DRAFT } from '@/app/api/v1/drafts/[name]/route'
import { GET as DRAFTS } from '@/app/api/v1/drafts/route'
import { POST as OPERATION_PROBLEMS } from '@/app/api/v1/operations/[name]/problems/route'
import { PUT as PUT_OPERATION } from '@/app/api/v1/operations/[name]/route'
import { GET as OPERATIONS } from '@/app/api/v1/operations/route'
import { GET as REVISIONS } from '@/app/api/v1/policies/[name]/revisions/route'
import { DELETE, GET, PUT } from '@/app/api/v1/policies/[name]/route'
import { GET as POLICIES } from '@/app/api/v1/policies/route'
import { policyTemplates } from '@/lib/core/policy/templates'
import { callRoute } from '@/lib/testing/call-route'
import { testDatabase } from '@/lib/testing/database'
import { addPerson, type TestPerson } from '@/lib/testing/people'
import { testWebServices } from '@/lib/testing/web-services'
import {
  documentSchema,
  operationSummarySchema,
  policySummarySchema,
  revisionSchema,
} from './schemas/documents'
import { itemsOf } from './schemas/members'

const database = testDatabase()
const services = testWebServices(database)
let operator: TestPerson
let admin: TestPerson

beforeAll(async () => {
  operator = await addPerson(services(), 'olga', 'operator')
  admin = await addPerson(services(), 'abel', 'admin')
})

const yaml = { 'content-type': 'application/yaml' }
const address = (name: string) => `/api/v1/policies/${encodeURIComponent(name)}`
const put = (name: string, body: string, headers: Record<string, string> = yaml, query = '') =>
  callRoute(PUT, address(name) + query, { token: operator.token, body, headers })
const get = (name: string, headers = {}) => callRoute(GET, address(name), { token: operator.token, headers })
const text = async (name: string) => (await get(name, { accept: 'application/yaml' })).text
const countRevisions = async () => (await database.sql.query('SELECT 1 FROM policy_revision')).length

const policy = (name: string, phases: string) => `apiVersion: upgrader/v1
kind: Policy
metadata: { name: ${name}, title: A policy }   # a comment that stays
spec:
  phases:
${phases
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
`
const simple = '- { id: all, select: "true" }'

describe('publishing a policy', () => {
  it('keeps revisions: created, unchanged, published, and back again', async () => {
    const one = policy('first', simple)
    expect(await put('first', one)).toMatchObject({ status: 201, body: { revision: 1, outcome: 'created' } })
    expect(await put('first', one)).toMatchObject({
      status: 200,
      body: { revision: 1, outcome: 'unchanged' },
    })
    const two = one.replace('"true"', `'cluster.tier == "internal"'`)
    const published = await put('first', two, yaml, '?note=internal%20only')
    expect(published).toMatchObject({ status: 200, body: { revision: 2, outcome: 'published' } })
    expect(published.headers.get('etag')).toBe('"2"')
    expect((await put('first', one)).body).toMatchObject({ revision: 3, outcome: 'published' })
    const listed = await callRoute(REVISIONS, `${address('first')}/revisions`, { token: operator.token })
    const { items } = itemsOf(revisionSchema).parse(listed.body)
    expect(items.map(({ number, note }) => [number, note])).toEqual([
      [3, null],
      [2, 'internal only'],
      [1, null],
    ])
    expect(items[0]?.hash).toBe(items[2]?.hash)
    const second = documentSchema.parse((await get('first@2')).body)
    expect(second).toMatchObject({ revision: 2, newestRevision: 3, source: two, note: 'internal only' })
  })

  it('exports byte for byte: export, import, export gives the same text', async () => {
    for (const { id, source } of policyTemplates) {
      const named = source.replace(/name: [a-z-]+/, `name: t-${id}`)
      expect((await put(`t-${id}`, named)).status).toBe(201)
      const exported = await text(`t-${id}`)
      expect((await put(`t-${id}`, exported)).body).toMatchObject({ outcome: 'unchanged' })
      expect(await text(`t-${id}`)).toBe(exported)
    }
  })

  it('takes JSON, keeps it as YAML, and sees that the same meaning is no change', async () => {
    const document = {
      apiVersion: 'upgrader/v1',
      kind: 'Policy',
      metadata: { name: 'json' },
      spec: { phases: [{ id: 'all', select: 'true' }] },
    }
    const json = { 'content-type': 'application/json' }
    expect((await put('json', JSON.stringify(document), json)).status).toBe(201)
    expect((await put('json', JSON.stringify(document, null, 4), json)).body.outcome).toBe('unchanged')
    const exported = await text('json')
    expect(exported).toMatch(/^apiVersion: upgrader\/v1\n/)
    expect((await put('json', exported)).body.outcome).toBe('unchanged')
  })

  it('is refused when somebody published meanwhile', async () => {
    await put('race', policy('race', simple))
    const changed = policy('race', '- { id: some, select: "true" }')
    const stale = await put('race', changed, { ...yaml, 'if-match': '"7"' })
    expect(stale).toMatchObject({ status: 409, body: { code: 'stale', state: { revision: 1 } } })
    expect((await put('race', changed, { ...yaml, 'if-match': '"1"' })).body.revision).toBe(2)
  })

  it('gives out each number once when many publish at once', async () => {
    const texts = Array.from({ length: 8 }, (_, i) => policy('crowd', `- { id: p${i}, select: "true" }`))
    const answers = await Promise.all(texts.map((one) => put('crowd', one)))
    expect(answers.map(({ body }) => body.revision).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('ends with a deletion, and goes on counting when it is published again', async () => {
    await put('gone', policy('gone', simple))
    const url = address('gone')
    expect((await callRoute(DELETE, url, { token: operator.token })).status).toBe(204)
    expect((await callRoute(DELETE, url, { token: operator.token })).status).toBe(404)
    expect((await get('gone')).status).toBe(404)
    expect((await put('gone', policy('gone', simple))).body).toMatchObject({
      outcome: 'created',
      revision: 2,
    })
  })

  it('cannot change a revision, even in the database', async () => {
    await expect(database.sql.query("UPDATE policy_revision SET source = 'x'")).rejects.toThrow()
    await expect(database.sql.query('DELETE FROM policy_revision')).rejects.toThrow()
  })

  it('lists what is in use, with the phases', async () => {
    const { body } = await callRoute(POLICIES, '/api/v1/policies', { token: operator.token })
    const { items } = itemsOf(policySummarySchema).parse(body)
    expect(items.find(({ name }) => name === 'first')).toMatchObject({
      title: 'A policy',
      phases: [{ id: 'all' }],
    })
  })
})

describe('a policy with something wrong', () => {
  const cases: [string, string, { line?: number; pointer?: string; suggestion?: string }][] = [
    [
      'an unknown field',
      '- { id: a, select: "true", maxInFlihgt: 3 }',
      { line: 6, suggestion: 'maxInFlight' },
    ],
    [
      'a selector that does not parse',
      '- { id: a, select: "cluster.tier == " }',
      { line: 6, pointer: '/spec/phases/0/select' },
    ],
    ['an unknown cluster field', `- { id: a, select: 'cluster.regoin == "x"' }`, { line: 6 }],
    [
      'a number out of range',
      '- { id: a, select: "true", maxInFlight: -1 }',
      { line: 6, pointer: '/spec/phases/0/maxInFlight' },
    ],
    [
      'a share above 100 %',
      '- { id: a, select: "true", take: 150% }',
      { line: 6, pointer: '/spec/phases/0/take' },
    ],
    [
      'a cycle between phases',
      '- { id: a, select: "true", after: [b] }\n- { id: b, select: "true", after: [a] }',
      {},
    ],
    ['a phase after one there is not', '- { id: a, select: "true", after: [z] }', { line: 6 }],
    ['the same id twice', '- { id: a, select: "true" }\n- { id: a, select: "true" }', { line: 7 }],
    ['no phases', '[]', {}],
    ['an id of 10,000 characters', `- { id: ${'a'.repeat(10_000)}, select: "true" }`, { line: 6 }],
    ['__proto__ as a key', '- { id: a, select: "true", __proto__: 1 }', { line: 6 }],
    ['__proto__ as an id', '- { id: __proto__, select: "true" }', { line: 6 }],
    [
      'a gate the engine does not honour',
      '- { id: a, select: "true", before: [{ check: { name: x, check: kubernetes } }] }',
      { line: 6 },
    ],
    [
      'a webhook that names no secret',
      '- { id: a, select: "true", before: [{ webhook: { name: x } }] }',
      { line: 6 },
    ],
    ['broken YAML', '- { id: a, select: "true"', { line: expect.any(Number) as unknown as number }],
  ]
  it.each(cases)('is refused for %s, with the place, nothing written', async (_, phases, place) => {
    const before = await countRevisions()
    const answer = await put('bad', policy('bad', phases))
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid' } })
    const [error] = answer.body.errors
    expect(error).toMatchObject({ line: expect.any(Number), column: expect.any(Number), ...place })
    expect(answer.text.length).toBeLessThan(4_000)
    expect(await countRevisions()).toBe(before)
    expect((await get('bad')).status).toBe(404)
  })

  it('is refused under another name than its own, or under none that is one', async () => {
    const answer = await put('mine', policy('yours', simple))
    expect(answer.body.errors).toMatchObject([{ pointer: '/metadata/name', line: 3, suggestion: 'mine' }])
    for (const name of ['__proto__', 'constructor', 'a b', 'x'.repeat(10_000)]) {
      expect((await put(name, policy('yours', simple))).status).toBe(400)
    }
    expect((await get('__proto__')).status).toBe(404)
    expect((await get('a\0b')).status).toBe(404)
  })

  it('is refused as another kind, as a form, and when empty', async () => {
    expect((await put('kind', policy('kind', simple).replace('Policy', 'Operation'))).status).toBe(400)
    expect((await put('form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(
      400,
    )
    expect((await put('empty', '')).status).toBe(400)
    expect((await put('bomb', `a: &a [x,x]\nb: &b [*a,*a]\n${'c: [*b,*b]\n'}`)).status).toBe(400)
  })
})

describe('publishing an operation', () => {
  const operation = (apply: string, params = '{ type: object }') => `apiVersion: upgrader/v1
kind: Operation
metadata: { name: op, title: An operation }
spec:
  params: ${params}
  apply: ${apply}
`
  const send = (body: string, token = admin.token) =>
    callRoute(PUT_OPERATION, '/api/v1/operations/op', { token, body, headers: yaml })

  it('is for admins', async () => {
    expect((await send(operation('{ driver: simulator }'), operator.token)).status).toBe(403)
  })

  it('is told beforehand what would be wrong, with what only the driver knows, and nothing is kept', async () => {
    const check = (body: string) =>
      callRoute(OPERATION_PROBLEMS, '/api/v1/operations/op/problems', {
        token: operator.token,
        body,
        headers: yaml,
      })
    const wrong = await check(operation('{ driver: simulator, with: { secnds: 3 } }'))
    expect(wrong.body.items).toMatchObject([{ severity: 'error', line: 6, suggestion: 'seconds' }])
    expect(await check(operation('{ driver: simulator }'))).toMatchObject({
      status: 200,
      body: { items: [] },
    })
    expect((await callRoute(OPERATIONS, '/api/v1/operations', { token: operator.token })).body.items).toEqual(
      [],
    )
  })

  it('keeps it, and lists it with the schema of its parameters', async () => {
    const body = operation(
      '{ driver: simulator, with: { seconds: 3 } }',
      '{ type: object, required: [v], properties: { v: { type: string } } }',
    )
    expect(await send(body)).toMatchObject({ status: 201, body: { revision: 1 } })
    const listed = await callRoute(OPERATIONS, '/api/v1/operations', { token: operator.token })
    const [item] = itemsOf(operationSummarySchema).parse(listed.body).items
    expect(item).toMatchObject({ name: 'op', driver: 'simulator', params: { required: ['v'] } })
  })

  it.each([
    ['a driver there is not', operation('{ driver: simulatr }'), '/spec/apply/driver'],
    [
      'what its driver refuses',
      operation('{ driver: simulator, with: { failRate: 2 } }'),
      '/spec/apply/with/failRate',
    ],
    [
      'a schema that is none',
      operation('{ driver: simulator }', '{ type: object, properties: { v: { type: strin } } }'),
      '/spec/params',
    ],
  ])('refuses %s, with the place', async (_, body, pointer) => {
    const answer = await send(body)
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0]).toMatchObject({
      pointer: expect.stringContaining(pointer),
      line: expect.any(Number),
    })
  })
})

describe('drafts', () => {
  it("are one's own, may be wrong, and end when published or thrown away", async () => {
    const { token } = operator
    const save = (name: string, source: string) =>
      callRoute(DRAFT, `/api/v1/drafts/${name}`, { token, json: { source, baseRevision: 0 } })
    const names = async (who: TestPerson) => {
      const { body } = await callRoute(DRAFTS, '/api/v1/drafts', { token: who.token })
      return body.items.map((item: { name: string }) => item.name)
    }
    expect((await save('drafted', 'not: [yet')).status).toBe(204)
    await save('thrown', 'x')
    expect(await names(operator)).toEqual(['thrown', 'drafted'])
    expect(await names(admin)).toEqual([])
    await put('drafted', policy('drafted', simple))
    await callRoute(DISCARD, '/api/v1/drafts/thrown', { token })
    expect(await names(operator)).toEqual([])
  })
})
