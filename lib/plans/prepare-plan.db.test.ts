import { beforeAll, describe, expect, it } from 'vitest'
import { upsertClusters } from '@/lib/clusters/upsert-clusters'
import { policyTemplates } from '@/lib/core/policy/templates'
import { publishOperation } from '@/lib/operations/publish-operation'
import { publishPolicy } from '@/lib/policies/publish-policy'
import { planInput } from '@/lib/rollouts/schemas'
import { poolSql } from '@/lib/server/sql'
import { testDatabase, testServices } from '@/lib/testing/database'
import { addPerson } from '@/lib/testing/people'
import { planDto } from './plan-dto'
import { preparePlan } from './prepare-plan'

const database = testDatabase()
const services = testServices(database)
const operation = `apiVersion: upgrader/v1
kind: Operation
metadata: { name: upgrade, title: Upgrade }
spec:
  appliesTo: cluster.kind == "kafka"
  params:
    type: object
    required: [version]
    properties: { version: { type: string, pattern: '^\\d+\\.\\d+\\.\\d+$' } }
  satisfied: cluster.version == params.version
  sets: { version: "{{ params.version }}" }
  apply: { driver: simulator, with: { seconds: 0 } }
`
const cloudByCloud = policyTemplates.find(({ id }) => id === 'cloud-by-cloud')?.source ?? ''
const gated = `apiVersion: upgrader/v1
kind: Policy
metadata: { name: gated }
spec:
  phases:
    - select: "true"
      before: [{ window: { days: [mon], from: "09:00", to: "16:00", timezone: Europe/London } }]
`
const unknownCheck = gated.replace(/window: .*/, 'check: { name: x, check: kubernetes } }]')
const cluster = (name: string, provider: string, version: string, kind = 'kafka') => ({
  name,
  kind,
  provider,
  region: `${provider}-1`,
  version,
})
const plan = async (more: object = {}) =>
  planDto(
    await preparePlan(
      poolSql(database.pool),
      planInput.parse({
        operation: 'upgrade',
        policy: 'cloud-by-cloud',
        params: { version: '4.0.0' },
        ...more,
      }),
      new Date(),
    ),
    new Date('2026-06-01T12:00:00Z'),
  )

beforeAll(async () => {
  const { actor } = await addPerson(services, 'ada', 'admin')
  await upsertClusters(services, actor, {
    clusters: [
      cluster('azure-a', 'azure', '3.9.0'),
      cluster('azure-b', 'azure', '4.0.0'),
      ...Array.from({ length: 20 }, (_, i) => cluster(`aws-${i}`, 'aws', '3.9.0')),
      cluster('gcp-a', 'gcp', '4.1.0'),
      cluster('db', 'gcp', '16.1.0', 'postgres'),
    ],
  })
  await publishOperation(services, actor, { name: 'upgrade', source: operation })
  await publishPolicy(services, actor, { name: 'cloud-by-cloud', source: cloudByCloud })
})

describe('a plan with a window', () => {
  it('shows its next five openings', async () => {
    const { phases } = await plan({ policy: gated })
    expect(phases[0]?.gates).toEqual(['window mon 09:00–16:00 Europe/London'])
    expect(phases[0]?.windows[0]?.openings.map(({ opensAt }) => opensAt)).toEqual(
      ['06-01', '06-08', '06-15', '06-22', '06-29'].map((day) => `2026-${day}T08:00:00.000Z`),
    )
  })
})

describe('a plan', () => {
  it('says which cluster is where, what is left out and why', async () => {
    const made = await plan()
    expect(made.phases.map(({ id, count }) => [id, count])).toEqual([
      ['azure', 1],
      ['aws-part', 2],
      ['gcp', 0],
    ])
    expect(made.phases[1]?.gates).toEqual(['approval'])
    const reasons = Object.fromEntries(made.excluded.map(({ cluster: name, reason }) => [name, reason]))
    expect(reasons).toMatchObject({ 'azure-b': 'satisfied', 'gcp-a': 'ahead', db: 'ineligible' })
    expect(made.excluded.filter(({ reason }) => reason === 'unmatched')).toHaveLength(18)
    expect(made.operation).toEqual({ name: 'upgrade', revision: 1 })
    expect(made.policy).toEqual({ name: 'cloud-by-cloud', revision: 1 })
  })

  it('has the same hash for the same input, and another for another', async () => {
    expect((await plan()).hash).toBe((await plan()).hash)
    expect((await plan({ exclude: 'cluster.name == "azure-a"' })).hash).not.toBe((await plan()).hash)
  })

  it('takes an inline policy, as an object or as text', async () => {
    const inline = {
      apiVersion: 'upgrader/v1',
      kind: 'Policy',
      metadata: { name: 'inline' },
      spec: { phases: [{ select: 'true' }] },
    }
    expect((await plan({ policy: inline })).phases).toMatchObject([{ id: 'phase-1', count: 21 }])
    expect((await plan({ policy: JSON.stringify(inline) })).policy).toEqual({ name: null, revision: null })
  })

  it.each([
    ['an unknown operation', { operation: 'upgrde' }, 'There is no operation “upgrde”.'],
    ['an unknown revision', { policy: 'cloud-by-cloud@7' }, 'There is no policy “cloud-by-cloud@7”.'],
    [
      'parameters that fail their schema',
      { params: { version: 'latest' } },
      'params.version: must have the form',
    ],
    [
      'a parameter that there is not',
      { params: { version: '4.0.0', verison: 'x' } },
      'did you mean version?',
    ],
    ['a selector with a slip', { select: 'cluster.teir == "x"' }, 'did you mean'],
    ['an inline policy with a slip', { policy: gated.replace('select', 'selct') }, 'did you mean select?'],
    ['a check that nobody makes yet', { policy: unknownCheck }, 'not honoured by this version'],
  ])('is refused for %s', async (_, more, words) => {
    await expect(plan(more)).rejects.toThrow(words)
  })
})
