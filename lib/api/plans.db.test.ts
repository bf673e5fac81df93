import { beforeAll, describe, expect, it } from 'vitest'
import { POST } from '@/app/api/v1/plans/route'
import { callRoute } from '@/lib/testing/call-route'
import { testDatabase } from '@/lib/testing/database'
import { addPerson } from '@/lib/testing/people'
import { testWebServices } from '@/lib/testing/web-services'
import { seedSample } from '@/prisma/seed/seed-sample'
import { planSchema } from './schemas/plans'

const database = testDatabase()
const services = testWebServices(database)
let token = ''

beforeAll(async () => {
  await seedSample(services())
  token = (await addPerson(services(), 'vera', 'viewer')).token
})

const plan = (json: object) => callRoute(POST, '/api/v1/plans', { token, json })
const upgrade = { operation: 'sample-kafka-upgrade', params: { version: '4.0.0' }, policy: 'cloud-by-cloud' }
const inline = (phases: object[], spec: object = {}) => ({
  apiVersion: 'upgrader/v1',
  kind: 'Policy',
  metadata: { name: 'inline' },
  spec: { ...spec, phases },
})

describe('POST /plans', () => {
  it('puts every cluster of the selection in one place, and changes nothing', async () => {
    const before = await database.sql.query('SELECT 1 FROM audit')
    const answer = await plan(upgrade)
    expect(answer.status).toBe(200)
    const body = planSchema.parse(answer.body)
    expect(body.phases.map(({ id }) => id)).toEqual(['azure', 'aws-part', 'gcp'])
    const placed = body.phases.flatMap(({ targets }) => targets.map(({ cluster }) => cluster))
    expect(new Set([...placed, ...body.excluded.map(({ cluster }) => cluster)]).size).toBe(240)
    for (const { count, targets } of body.phases) {
      expect(targets.map(({ position }) => position)).toEqual(Array.from({ length: count }, (_, i) => i + 1))
    }
    expect(body.excluded.some(({ reason }) => reason === 'satisfied')).toBe(true)
    expect(await database.sql.query('SELECT 1 FROM audit')).toHaveLength(before.length)
    expect(await database.sql.query('SELECT 1 FROM rollout')).toHaveLength(0)
  })

  it('is the same for the same fleet, and another after a change', async () => {
    const [one, two] = [(await plan(upgrade)).body.hash, (await plan(upgrade)).body.hash]
    expect(one).toBe(two)
    const other = await plan({ ...upgrade, select: 'cluster.tier == "internal"' })
    expect(other.body.hash).not.toBe(one)
  })

  it('takes a revision, a document as JSON, and one as YAML', async () => {
    expect((await plan({ ...upgrade, policy: 'cloud-by-cloud@1' })).body.policy.revision).toBe(1)
    const json = await plan({ ...upgrade, policy: inline([{ id: 'all', select: 'true' }]) })
    expect(json.body).toMatchObject({ policy: { name: null, revision: null }, phases: [{ id: 'all' }] })
    const yaml =
      'apiVersion: upgrader/v1\nkind: Policy\nmetadata: { name: x }\nspec: { phases: [{ id: a, select: "true" }] }\n'
    expect((await plan({ ...upgrade, policy: yaml })).body.phases[0].id).toBe('a')
  })

  it('leaves out what is excluded, and says so', async () => {
    const answer = await plan({ ...upgrade, exclude: 'cluster.region == "westeurope"' })
    const left = answer.body.excluded.filter(({ reason }: { reason: string }) => reason === 'excluded')
    expect(left.length).toBeGreaterThan(3)
  })

  it('of a policy that takes nothing says why it cannot be launched or that there is nothing to do', async () => {
    const none = inline([{ id: 'none', select: 'cluster.provider == "nowhere"' }])
    const { body } = await plan({ ...upgrade, policy: none })
    expect(body.counts.planned).toBe(0)
    expect([...body.warnings, ...body.blockers].map(({ message }) => message).join(' ')).toMatch(
      /no cluster|nothing|empty/i,
    )
    const refusing = await plan({
      ...upgrade,
      policy: inline([{ id: 'none', select: 'cluster.provider == "aws"' }], { unmatched: 'refuse' }),
    })
    expect(refusing.body.blockers).toMatchObject([{ code: 'unmatched' }])
  })

  it.each([
    ['an unknown operation', { ...upgrade, operation: 'kafka-upgrde' }, 404, 'kafka-upgrde'],
    ['an unknown policy', { ...upgrade, policy: 'nobody-wrote-it' }, 404, 'nobody-wrote-it'],
    ['an unknown revision', { ...upgrade, policy: 'cloud-by-cloud@77' }, 404, 'cloud-by-cloud@77'],
    ['__proto__ as a policy', { ...upgrade, policy: '__proto__' }, 404, '__proto__'],
    ['a missing parameter', { ...upgrade, params: { versio: '4.0.0' } }, 400, '/params/versio'],
    ['a parameter of another form', { ...upgrade, params: { version: 'newest' } }, 400, '/params/version'],
    ['a selector that does not parse', { ...upgrade, select: 'cluster.tier = "x"' }, 400, '/select'],
    ['an exclusion that does not parse', { ...upgrade, exclude: 'cluster.nmae == "x"' }, 400, '/exclude'],
    ['an unknown field', { ...upgrade, polciy: 'x' }, 400, 'polciy'],
    ['no operation', { policy: 'cloud-by-cloud' }, 400, '/operation'],
    [
      'an inline policy with a cycle',
      {
        ...upgrade,
        policy: inline([
          { id: 'a', select: 'true', after: ['b'] },
          { id: 'b', select: 'true', after: ['a'] },
        ]),
      },
      400,
      'after',
    ],
    [
      'an inline policy with an unknown field',
      { ...upgrade, policy: inline([{ id: 'a', select: 'true', maxInFlihgt: 1 }]) },
      400,
      'maxInFlight',
    ],
    ['a name of 10,000 characters', { ...upgrade, operation: 'x'.repeat(10_000) }, 400, '/operation'],
  ])('refuses %s and names the place', async (_, json, status, place) => {
    const answer = await plan(json)
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(place)
    expect(answer.text.length).toBeLessThan(4_000)
  })
})
