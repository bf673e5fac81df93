import { beforeAll, describe, expect, it } from 'vitest'
import { DELETE, GET as GET_ONE } from '@/app/api/v1/clusters/[name]/route'
import { GET, PUT } from '@/app/api/v1/clusters/route'
import { GET as FACETS } from '@/app/api/v1/fleet/facets/route'
import { callRoute } from '@/lib/testing/call-route'
import { testDatabase } from '@/lib/testing/database'
import { addPerson } from '@/lib/testing/people'
import { testWebServices } from '@/lib/testing/web-services'
import { clusterPageSchema, clusterSchema, facetsSchema } from './schemas/clusters'

const database = testDatabase()
const services = testWebServices(database)
let token = ''

beforeAll(async () => {
  token = (await addPerson(services(), 'oscar', 'operator')).token
})

const path = '/api/v1/clusters'
const cluster = (name: string, more: object = {}) => ({
  name,
  kind: 'kafka',
  provider: 'aws',
  region: 'eu-west-1',
  ...more,
})
const put = (json: unknown) => callRoute(PUT, path, { token, json })
const putText = (body: string, type: string) =>
  callRoute(PUT, path, { token, body, headers: { 'content-type': type } })
const count = async () => (await database.sql.query('SELECT 1 FROM cluster')).length

describe('PUT /clusters', () => {
  it('creates, changes and leaves alone, and says how many of each', async () => {
    const made = await put([cluster('a', { version: '3.9.0', labels: { ring: '1' } }), cluster('b')])
    expect(made).toMatchObject({ status: 200, body: { created: 2, updated: 0, unchanged: 0 } })
    const again = await put([cluster('a'), cluster('b', { tier: 'premium' }), cluster('c')])
    expect(again.body).toEqual({ created: 1, updated: 1, unchanged: 1 })
    const a = await callRoute(GET_ONE, `${path}/a`, { token })
    expect(clusterSchema.parse(a.body)).toMatchObject({ version: '3.9.0', labels: { ring: '1' }, weight: 1 })
  })

  it('clears what is null and keeps what is left out', async () => {
    await put([cluster('clear', { version: '1.0', nodes: ['n-1'], labels: { a: 'b' } })])
    await put([cluster('clear', { version: null, nodes: null })])
    const { body } = await callRoute(GET_ONE, `${path}/clear`, { token })
    expect(body).toMatchObject({ version: null, nodes: null, labels: { a: 'b' } })
  })

  it('names every bad line of a JSON array, and writes none', async () => {
    const before = await count()
    const body = JSON.stringify(
      [
        cluster('fine'),
        { name: 'no-region', kind: 'kafka', provider: 'aws' },
        cluster('odd', { regoin: 'x' }),
      ],
      null,
      2,
    )
    const answer = await putText(body, 'application/json')
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid', title: 'Invalid input' } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.body.errors).toEqual([
      { pointer: '/1/region', line: 8, column: 3, message: 'is missing' },
      { pointer: '/2', line: 13, column: 3, message: 'unknown field regoin, did you mean region?' },
    ])
    expect(await count()).toBe(before)
  })

  it('names every bad line of NDJSON, unreadable ones too', async () => {
    const before = await count()
    const lines = [
      JSON.stringify(cluster('nd-1')),
      '{"name": ',
      '',
      JSON.stringify(cluster('nd-2', { weight: -1 })),
      JSON.stringify(cluster('nd-1')),
    ]
    const bad = await putText(lines.join('\n'), 'application/x-ndjson')
    expect(bad.body.errors.map(({ line }: { line: number }) => line)).toEqual([2, 4])
    lines.splice(1, 3)
    const twice = await putText(lines.join('\n'), 'application/x-ndjson; charset=utf-8')
    expect(twice.body.errors).toEqual([
      { pointer: '/1/name', line: 2, message: '"nd-1" is there twice, first as number 1' },
    ])
    expect(await count()).toBe(before)
  })

  it('reads CSV with labels, connection and nodes', async () => {
    const csv = [
      'name,kind,provider,region,tier,version,weight,labels.ring,labels.team,connection.url,nodes',
      'csv-1,kafka,gcp,europe-west1,premium,3.8.1,12,canary,"a, ""b""",https://x.example,n1;n2 n3',
      'csv-2,kafka,gcp,europe-west1,,,,,,,',
    ]
    expect((await putText(csv.join('\r\n'), 'text/csv')).body).toMatchObject({ created: 2 })
    const { body } = await callRoute(GET_ONE, `${path}/csv-1`, { token })
    expect(body).toMatchObject({
      weight: 12,
      labels: { ring: 'canary', team: 'a, "b"' },
      connection: { url: 'https://x.example' },
      nodes: ['n1', 'n2', 'n3'],
    })
  })

  it('names what is wrong in CSV: columns, cells, lines', async () => {
    const header = 'name,kind,provider,region,weight'
    const columns = await putText('name,kind,providr,labels.__proto__\nx,y,z,w', 'text/csv')
    expect(columns.body.errors).toEqual([
      { line: 1, column: 3, message: 'unknown field providr, did you mean provider?' },
      { line: 1, column: 4, message: '"__proto__" is reserved and cannot be used as a name' },
    ])
    const cells = await putText(`${header}\nok,k,p,r,1\nbad,k,p,r,many\nshort,k\n`, 'text/csv')
    expect(cells.body.errors.map(({ line }: { line: number }) => line).sort()).toEqual([3, 4])
    const broken = await putText(`${header}\n"open,k,p,r,1\n`, 'text/csv')
    expect(broken).toMatchObject({ status: 400, body: { errors: [{ line: expect.any(Number) }] } })
  })

  it.each([
    ['a name of 10,000 characters', [cluster('n'.repeat(10_000))], '/0/name'],
    ['__proto__ as a name', [cluster('__proto__')], '/0/name'],
    ['constructor as a name', [cluster('constructor')], '/0/name'],
    ['a name with spaces', [cluster('a b')], '/0/name'],
    ['constructor as a label', [cluster('x', { labels: { constructor: 'y' } })], '/0/labels/constructor'],
    ['a label that is no text', [cluster('x', { labels: { ring: 1 } })], '/0/labels/ring'],
    ['NUL in a fact', [cluster('x', { tier: 'a\0b' })], '/0/tier'],
    ['half a surrogate pair', [cluster('x', { tier: '\ud800' })], '/0/tier'],
    ['an empty region', [cluster('x', { region: ' ' })], '/0/region'],
    ['a fractional weight', [cluster('x', { weight: 1.5 })], '/0/weight'],
    ['something that is no cluster', ['x'], '/0'],
  ])('refuses %s and names the place', async (_, json, pointer) => {
    const before = await count()
    const answer = await put(json)
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0]).toMatchObject({
      pointer,
      message: expect.not.stringMatching(/missing|Invalid/),
    })
    expect(answer.text.length).toBeLessThan(2_000)
    expect(await count()).toBe(before)
  })

  it('refuses __proto__ as a label in JSON, where JSON.parse would take it', async () => {
    const body = '[{"name":"p","kind":"k","provider":"p","region":"r","labels":{"__proto__":"x"}}]'
    const answer = await putText(body, 'application/json')
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/0/labels/__proto__' }] } })
  })

  it('points at the place where the JSON breaks', async () => {
    const answer = await putText('[\n  {"name": "x",}\n]', 'application/json')
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ line: 2 }] } })
  })

  it('refuses other content types, and bodies that are too large', async () => {
    expect((await putText('<xml/>', 'application/xml')).status).toBe(400)
    const headers = { 'content-type': 'application/json', 'content-length': '99999999999' }
    expect((await callRoute(PUT, path, { token, body: '[]', headers })).status).toBe(413)
  })

  it('takes 10,000 clusters at once, quickly, and again without a change', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) =>
      cluster(`many-${i}`, { version: `3.${i % 10}.0`, labels: { ring: String(i % 5) }, nodes: ['a', 'b'] }),
    )
    const start = performance.now()
    expect((await put(many)).body).toEqual({ created: 10_000, updated: 0, unchanged: 0 })
    expect((await put(many)).body).toEqual({ created: 0, updated: 0, unchanged: 10_000 })
    expect(performance.now() - start).toBeLessThan(15_000)
    await database.sql.query("DELETE FROM cluster WHERE name LIKE 'many-%'")
  })

  it('survives two bulk changes of the same clusters at once, in opposite order', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `race-${i}`)
    const both = await Promise.all([
      put(names.map((name) => cluster(name, { weight: 2 }))),
      put([...names].reverse().map((name) => cluster(name, { weight: 3 }))),
    ])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    await database.sql.query("DELETE FROM cluster WHERE name LIKE 'race-%'")
  })
})

describe('GET /clusters', () => {
  beforeAll(async () => {
    await put(
      Array.from({ length: 25 }, (_, i) =>
        cluster(`list-${String(i).padStart(2, '0')}`, {
          kind: 'listed',
          provider: i % 2 ? 'azure' : 'gcp',
          version: `3.${i}.0`,
          weight: i % 3,
          labels: i < 5 ? { ring: 'canary' } : {},
        }),
      ),
    )
  })
  const select = (text: string) => encodeURIComponent(`cluster.kind == "listed" && ${text}`)

  it('pages through a selection without gap or repeat, in any order', async () => {
    for (const sort of ['name', '-name', 'version', '-version', 'weight', '-weight', 'provider']) {
      const names: string[] = []
      let cursor = ''
      let total: number | null = null
      do {
        const url = `${path}?select=${select('true')}&sort=${sort}&limit=4${cursor}`
        const page = clusterPageSchema.parse((await callRoute(GET, url, { token })).body)
        total ??= page.total
        names.push(...page.items.map(({ name }) => name))
        cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`
      } while (cursor !== '')
      expect(names).toHaveLength(25)
      expect(new Set(names).size).toBe(25)
      expect(total).toBe(25)
      if (sort === 'version') expect(names[0]).toBe('list-00')
      if (sort === '-version') expect(names[0]).toBe('list-24')
    }
  })

  it('takes selectors and words', async () => {
    const canaries = await callRoute(GET, `${path}?select=${select('cluster.labels.ring == "canary"')}`, {
      token,
    })
    expect(canaries.body.total).toBe(5)
    const words = await callRoute(GET, `${path}?search=LISTED%20azure%203.7`, { token })
    expect(words.body.items.map(({ name }: { name: string }) => name)).toEqual(['list-07'])
  })

  it.each([
    ['select=cluster.name%20%3D%3D', '/select'],
    ['select=cluster.nmae%20%3D%3D%20%22x%22', '/select'],
    ['limit=0', '/limit'],
    ['limit=abc', '/limit'],
    ['sort=height', '/sort'],
    ['cursor=nonsense', '/cursor'],
  ])('refuses ?%s and names the place', async (query, pointer) => {
    const answer = await callRoute(GET, `${path}?${query}`, { token })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
  })

  it('refuses parameters nobody knows, or given twice', async () => {
    expect((await callRoute(GET, `${path}?selct=true`, { token })).body.detail).toContain(
      'did you mean select?',
    )
    expect((await callRoute(GET, `${path}?limit=1&limit=2`, { token })).status).toBe(400)
  })

  it('counts facets under a selection', async () => {
    const { body } = await callRoute(FACETS, `/api/v1/fleet/facets?select=${select('true')}`, { token })
    const facets = facetsSchema.parse(body)
    expect(facets.total).toBe(25)
    expect(facets.fields.provider).toEqual([
      { value: 'gcp', count: 13 },
      { value: 'azure', count: 12 },
    ])
    expect(facets.labels.ring).toEqual([{ value: 'canary', count: 5 }])
  })
})

describe('DELETE /clusters/{name}', () => {
  it('removes a cluster once', async () => {
    await put([cluster('a:b/../c'.replaceAll('/', '.'))])
    const url = `${path}/${encodeURIComponent('a:b....c')}`
    expect((await callRoute(GET_ONE, url, { token })).status).toBe(200)
    expect((await callRoute(DELETE, url, { token })).status).toBe(204)
    expect(await callRoute(DELETE, url, { token })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    })
  })

  it('is refused while a rollout is at work on the cluster', async () => {
    await put([cluster('busy')])
    await database.sql.query(
      "INSERT INTO lease (cluster_id, rollout_id, target_id) SELECT id, 7, 1 FROM cluster WHERE name = 'busy'",
    )
    const answer = await callRoute(DELETE, `${path}/busy`, { token })
    expect(answer).toMatchObject({ status: 409, body: { code: 'conflict', state: { rollout: '7' } } })
    expect((await callRoute(GET_ONE, `${path}/busy`, { token })).body.inFlightIn).toBe('7')
  })
})
