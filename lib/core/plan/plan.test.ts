import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOperation } from '@/lib/core/operation/read'
import { resolveOperation } from '@/lib/core/operation/resolve'
import type { ResolvedOperation } from '@/lib/core/operation/types'
import { normalisePolicy } from '@/lib/core/policy/normalise'
import { readPolicy } from '@/lib/core/policy/read'
import type { PhaseSpec, PolicySpec } from '@/lib/core/policy/types'
import { printSelector } from '@/lib/core/selector/print'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { clusterFacts } from '@/lib/testing/arbitraries/cluster'
import { selector } from '@/lib/testing/arbitraries/selector'
import { makePlan } from './make-plan'
import type { Plan, PlanInput } from './types'

function cluster(name: string, facts: Partial<ClusterFacts> = {}): ClusterFacts {
  return {
    name,
    kind: 'kafka',
    provider: 'aws',
    region: 'eu',
    environment: 'prod',
    tier: 'gold',
    version: '3.9.0',
    weight: 1,
    labels: {},
    connection: {},
    nodes: null,
    ...facts,
  }
}

const fleetOf = (count: number, facts: (i: number) => Partial<ClusterFacts> = () => ({})) =>
  Array.from({ length: count }, (_, i) => cluster(`c${String(i).padStart(3, '0')}`, facts(i)))

function operation(lines = ''): ResolvedOperation {
  const { document, problems } = readOperation(
    `apiVersion: upgrader/v1\nkind: Operation\nmetadata: { name: upgrade }\nspec:\n  apply: { driver: simulator }\n${lines}`,
  )
  if (!document) throw new Error(JSON.stringify(problems))
  return resolveOperation(document)
}

function policy(spec: Omit<PolicySpec, 'phases'> & { phases: readonly Partial<PhaseSpec>[] }) {
  const phases = spec.phases.map((phase) => ({ select: 'true', ...phase }))
  const { document, problems } = readPolicy(
    JSON.stringify({
      apiVersion: 'upgrader/v1',
      kind: 'Policy',
      metadata: { name: 'p' },
      spec: { ...spec, phases },
    }),
  )
  if (!document) throw new Error(JSON.stringify(problems))
  return normalisePolicy(document)
}

function plan(input: Partial<PlanInput> & { clusters: readonly ClusterFacts[] }): Plan {
  const result = makePlan({
    operation: operation(),
    params: {},
    policy: policy({ phases: [{}] }),
    now: 0,
    ...input,
  })
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

const targetsOf = (made: Plan) => made.phases.map((phase) => phase.targets.map((target) => target.cluster))
const excludedOf = (made: Plan) => made.excluded.map(({ cluster: name, reason }) => `${name}: ${reason}`)
const codes = (made: Plan) => made.warnings.map((warning) => warning.code)

const upgrade = operation(`  params: { type: object, properties: { version: { type: string } } }
  appliesTo: cluster.kind == "kafka"
  satisfied: cluster.version == params.version
  sets: { version: "{{ params.version }}" }
`)

describe('what is left out, and why', () => {
  it('already at target: left out as satisfied', () => {
    const made = plan({
      operation: upgrade,
      params: { version: '4.0.0' },
      clusters: [cluster('a', { version: '4.0.0' }), cluster('b')],
    })
    expect(targetsOf(made)).toEqual([['b']])
    expect(made.excluded).toEqual([
      {
        clusterId: null,
        cluster: 'a',
        reason: 'satisfied',
        detail: 'cluster.version == params.version holds already',
      },
    ])
  })

  it('ahead of target: left out, never downgraded', () => {
    const made = plan({
      operation: upgrade,
      params: { version: '3.10.0' },
      clusters: [
        cluster('a', { version: '4.0.0' }),
        cluster('b', { version: '3.9.9' }),
        cluster('c', { version: null }),
        cluster('d', { version: '3.10.0-rc.1' }),
      ],
    })
    expect(targetsOf(made)).toEqual([['b', 'c', 'd']])
    expect(made.excluded).toMatchObject([
      { cluster: 'a', reason: 'ahead', detail: 'is at 4.0.0, ahead of 3.10.0, and is never downgraded' },
    ])
  })

  it('an operation that sets no version has nobody ahead of it, whatever its parameters are called', () => {
    const restart = operation('  params: { type: object, properties: { version: { type: string } } }\n')
    expect(
      targetsOf(plan({ operation: restart, params: { version: '1.0' }, clusters: [cluster('a')] })),
    ).toEqual([['a']])
  })

  it('not of the kind the operation applies to: ineligible', () => {
    expect(
      excludedOf(
        plan({ operation: upgrade, params: { version: '4' }, clusters: [cluster('a', { kind: 'connect' })] }),
      ),
    ).toEqual(['a: ineligible'])
  })

  it('left out by hand, by name or by selector; a name that is not there is said', () => {
    const clusters = [cluster('a'), cluster('b', { region: 'us' })]
    expect(excludedOf(plan({ clusters, exclude: 'cluster.region == "us"' }))).toEqual(['b: excluded'])
    const byName = plan({ clusters, exclude: ['a', 'z'] })
    expect(excludedOf(byName)).toEqual(['a: excluded'])
    expect(byName.warnings.find((warning) => warning.code === 'unknown_exclude')?.message).toContain('z')
  })

  it('what is not selected is not in the plan at all', () => {
    const made = plan({
      clusters: [cluster('a'), cluster('b', { region: 'us' })],
      select: 'cluster.region == "us"',
    })
    expect(made.counts).toEqual({ fleet: 2, selected: 1, planned: 1, excluded: 0 })
  })

  it('whether it is satisfied cannot be told: it stays in the plan, and the plan says so', () => {
    const odd = operation('  satisfied: cluster.nodes.size() == 3\n')
    const made = plan({ operation: odd, clusters: [cluster('a'), cluster('b', { nodes: ['x', 'y', 'z'] })] })
    expect(targetsOf(made)).toEqual([['a']])
    expect(made.warnings[0]).toMatchObject({
      code: 'satisfied_unknown',
      message: expect.stringContaining('a: '),
    })
  })

  it('no phase matches: left out with the full list, or refused with it', () => {
    const clusters = fleetOf(8, (i) => ({ region: i < 2 ? 'eu' : 'us' }))
    const phases = [{ select: 'cluster.region == "eu"' }]
    const excluding = plan({ clusters, policy: policy({ phases }) })
    expect(excluding.excluded).toHaveLength(6)
    expect(excluding.blockers).toEqual([])
    expect(codes(excluding)).toContain('unmatched')
    const refusing = plan({ clusters, policy: policy({ phases, unmatched: 'refuse' }) })
    expect(refusing.excluded.map((exclusion) => exclusion.cluster)).toEqual([
      'c002',
      'c003',
      'c004',
      'c005',
      'c006',
      'c007',
    ])
    expect(refusing.blockers[0]?.message).toMatch(
      /6 clusters no phase takes: .* and 1 more; the policy refuses/,
    )
  })

  it('a selection that is no selector is refused with its place', () => {
    const result = makePlan({
      operation: operation(),
      params: {},
      policy: policy({ phases: [{}] }),
      clusters: [],
      now: 0,
      select: 'clutser.region == "x"',
    })
    expect(result).toMatchObject({ ok: false, error: [{ path: ['select'], line: 1, column: 1 }] })
  })
})

describe('which phase takes which', () => {
  it('two phases match: the first in order takes it, with a warning', () => {
    const clusters = [cluster('a'), cluster('b', { tier: 'internal' }), cluster('c', { region: 'us' })]
    const made = plan({
      clusters,
      policy: policy({
        phases: [
          { id: 'internal', select: 'cluster.tier == "internal"' },
          { id: 'eu', select: 'cluster.region == "eu"' },
          { id: 'rest' },
        ],
      }),
    })
    expect(targetsOf(made)).toEqual([['b'], ['a'], ['c']])
    expect(made.phases[1]?.counts).toEqual({
      matched: 2,
      takenByEarlier: 1,
      takenBy: [{ phase: 'internal', count: 1 }],
      leftOver: 0,
      taken: 1,
    })
    expect(made.warnings[0]).toMatchObject({
      code: 'overlap',
      phase: 'eu',
      message: '1 cluster that eu matches is taken by an earlier phase: internal (1)',
    })
  })

  it('what take leaves is free for the phases after', () => {
    const made = plan({
      clusters: fleetOf(25),
      policy: policy({ phases: [{ id: 'part', take: '10%' }, { id: 'rest' }] }),
    })
    expect(made.phases.map((phase) => phase.targets.length)).toEqual([3, 22])
    expect(made.phases[0]?.counts.leftOver).toBe(22)
  })

  it('a phase that takes nothing is said', () => {
    const made = plan({
      clusters: fleetOf(2),
      policy: policy({ phases: [{}, { id: 'late' }, { id: 'nowhere', select: 'false' }] }),
    })
    expect(
      made.warnings.filter((warning) => warning.code === 'empty_phase').map((warning) => warning.message),
    ).toEqual([
      'nothing is left for late; it is skipped, with its gates',
      'nowhere matches no cluster and is skipped, with its gates',
    ])
  })

  it('an empty selection and a plan with nothing to do are told apart', () => {
    expect(codes(plan({ clusters: [] }))).toContain('empty_selection')
    expect(codes(plan({ clusters: [cluster('a')], exclude: 'true' }))).toContain('nothing_to_do')
  })
})

describe('take', () => {
  const regions = ['r1', 'r2', 'r3', 'r4', 'r5'] as const
  const uneven = fleetOf(100, (i) => ({
    region: i < 60 ? 'r1' : i < 80 ? 'r2' : i < 95 ? 'r3' : i < 99 ? 'r4' : 'r5',
  }))
  const taken = (take: PhaseSpec['take'], more: Partial<PhaseSpec> = {}, clusters = uneven) => {
    const made = plan({ clusters, policy: policy({ phases: [{ take, ...more }] as Partial<PhaseSpec>[] }) })
    const count: Record<string, number> = {}
    for (const target of made.phases[0]?.targets ?? []) {
      const { region } = clusters.find((one) => one.name === target.cluster) as ClusterFacts
      count[region] = (count[region] ?? 0) + 1
    }
    return { made, count }
  }

  it('takes the first of the order', () => {
    expect(targetsOf(taken(3, { order: '-name' }).made)).toEqual([['c099', 'c098', 'c097']])
  })

  it('a share is rounded up', () => {
    expect(
      targetsOf(plan({ clusters: fleetOf(7), policy: policy({ phases: [{ take: '10%' }] }) }))[0],
    ).toHaveLength(1)
    expect(
      targetsOf(plan({ clusters: fleetOf(21), policy: policy({ phases: [{ take: '10%' }] }) }))[0],
    ).toHaveLength(3)
    expect(
      targetsOf(plan({ clusters: fleetOf(100), policy: policy({ phases: [{ take: '7%' }] }) }))[0],
    ).toHaveLength(7)
  })

  it('a number and a share: the smaller', () => {
    expect(targetsOf(taken([5, '10%']).made)[0]).toHaveLength(5)
    expect(targetsOf(taken([50, '10%']).made)[0]).toHaveLength(10)
  })

  it('takeBy: every stratum is in the sample, the rest in proportion', () => {
    expect(taken('20%', { takeBy: 'region' }).count).toEqual({ r1: 11, r2: 4, r3: 3, r4: 1, r5: 1 })
  })

  it('a share too small for all strata is raised to one of each, and says so', () => {
    const { made, count } = taken('1%', { takeBy: 'region' })
    expect(count).toEqual({ r1: 1, r2: 1, r3: 1, r4: 1, r5: 1 })
    expect(made.warnings[0]).toMatchObject({
      code: 'strata_raised',
      message: expect.stringContaining('raised from 1 to 5'),
    })
  })

  it('a number too small for all strata is kept, and says which are missing', () => {
    const { made, count } = taken(3, { takeBy: 'region' })
    expect(Object.values(count)).toEqual([1, 1, 1])
    expect(made.warnings[0]).toMatchObject({
      code: 'strata_missed',
      message: expect.stringContaining('r4, r5'),
    })
  })

  it('property: a stratified sample has the size asked for and the proportions of the whole', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 100 }), fc.boolean(), (counts, amount, asShare) => {
        const clusters = counts.flatMap((count, r) =>
          Array.from({ length: count }, (_, i) =>
            cluster(`${regions[r]}-${i}`, { region: regions[r] as string }),
          ),
        )
        fc.pre(clusters.length > 0)
        const { count } = taken(asShare ? `${amount}%` : amount, { takeBy: 'region' }, clusters)
        const strata = counts.filter((size) => size > 0).length
        const asked = asShare
          ? Math.max(strata, Math.ceil((amount * clusters.length) / 100))
          : Math.min(amount, clusters.length)
        const size = Object.values(count).reduce((sum, n) => sum + n, 0)
        expect(size).toBe(asked)
        expect(Object.keys(count)).toHaveLength(Math.min(strata, asked))
        counts.forEach((total, r) => {
          const got = count[regions[r] as string] ?? 0
          expect(got).toBeLessThanOrEqual(total)
          if (total > 0 && asked >= strata)
            expect(Math.abs(got - (asked * total) / clusters.length)).toBeLessThanOrEqual(strata)
        })
      }),
    )
  })
})

describe('order', () => {
  const clusters = [
    cluster('b', { region: 'x', version: '3.10', weight: 5 }),
    cluster('a', { region: 'y', version: '3.9', weight: 5 }),
    cluster('c', { region: 'x', version: null, weight: 9, labels: { ring: '1' } }),
  ]
  it.each([
    ['name', ['a', 'b', 'c']],
    ['-name', ['c', 'b', 'a']],
    [
      ['region', 'name'],
      ['b', 'c', 'a'],
    ],
    [
      ['region', '-name'],
      ['c', 'b', 'a'],
    ],
    ['-weight', ['c', 'a', 'b']],
    ['weight', ['a', 'b', 'c']],
    ['version', ['c', 'a', 'b']],
    ['-labels.ring', ['c', 'a', 'b']],
  ])('%j', (order, expected) => {
    expect(targetsOf(plan({ clusters, policy: policy({ phases: [{ order }] }) }))).toEqual([expected])
  })

  it('random: another order, the same for the same plan, another for other parameters', () => {
    const fleet = fleetOf(50)
    const random = policy({ phases: [{ order: 'random' }] })
    const first = targetsOf(plan({ clusters: fleet, policy: random }))[0] as string[]
    expect(first).not.toEqual([...first].sort())
    expect(targetsOf(plan({ clusters: [...fleet].reverse(), policy: random }))[0]).toEqual(first)
    expect(targetsOf(plan({ clusters: fleet, policy: random, params: { x: 1 } }))[0]).not.toEqual(first)
  })
})

describe('percent: budgets round down, concurrency down but at least 1, take and steps up', () => {
  it.each([
    [7, { maxInFlight: 1, failureBudget: 0, steps: [1, 1, 4, 7] }],
    [10, { maxInFlight: 2, failureBudget: 1, steps: [1, 1, 5, 10] }],
    [100, { maxInFlight: 20, failureBudget: 10, steps: [1, 10, 50, 100] }],
    [1, { maxInFlight: 1, failureBudget: 0, steps: [1, 1, 1, 1] }],
  ])('of %i', (count, numbers) => {
    const made = plan({
      clusters: fleetOf(count),
      policy: policy({
        phases: [{ maxInFlight: '20%', failureBudget: { max: '10%' }, steps: [1, '10%', '50%', '100%'] }],
      }),
    })
    expect(made.phases[0]?.numbers).toEqual({ ...numbers, spread: [] })
  })

  it('a ramp that stops early goes on to everything', () => {
    const made = plan({ clusters: fleetOf(20), policy: policy({ phases: [{ steps: [1, '25%'] }] }) })
    expect(made.phases[0]?.numbers.steps).toEqual([1, 5, 20])
  })

  it('spread is resolved for each value', () => {
    const made = plan({
      clusters: fleetOf(12, (i) => ({ region: i < 10 ? 'eu' : 'us' })),
      policy: policy({ phases: [{ spread: { by: 'region', maxInFlight: '20%' } }] }),
    })
    expect(made.phases[0]?.numbers.spread).toEqual([
      {
        by: 'region',
        values: [
          { value: 'eu', targets: 10, maxInFlight: 2 },
          { value: 'us', targets: 2, maxInFlight: 1 },
        ],
      },
    ])
  })

  it('a budget that rounds to nothing is said', () => {
    const made = plan({
      clusters: fleetOf(7),
      policy: policy({ phases: [{ failureBudget: { max: '10%' } }] }),
    })
    expect(made.warnings).toMatchObject([
      {
        code: 'budget_zero',
        message: 'the failure budget of phase-1 is 10% of 7 = 0: the first failure trips it',
      },
    ])
  })
})

describe('the hash', () => {
  const base = { operation: upgrade, params: { version: '4' }, clusters: fleetOf(5) }
  it('is the same however the fleet is listed and whenever it is made', () => {
    expect(plan({ ...base, clusters: [...base.clusters].reverse(), now: 99 }).hash).toBe(plan(base).hash)
  })
  it('changes with parameters, rules and targets', () => {
    const hashes = [
      plan(base),
      plan({ ...base, params: { version: '5' } }),
      plan({ ...base, policy: policy({ phases: [{ soak: '1m' }] }) }),
      plan({ ...base, clusters: fleetOf(6) }),
    ].map((made) => made.hash)
    expect(new Set(hashes).size).toBe(4)
  })
})

describe('property: a plan', () => {
  const phase = fc.record(
    {
      select: selector.map(printSelector),
      take: fc.oneof(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 100 }).map((n) => `${n}%` as const),
      ),
      takeBy: fc.constantFrom('region', 'provider', 'labels.ring'),
      order: fc.constantFrom('random', '-weight', 'version', 'name'),
      maxInFlight: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom('1%' as const, '50%' as const)),
    },
    { requiredKeys: ['select', 'take'] },
  )
  const fleet = fc.uniqueArray(clusterFacts, { selector: (facts) => facts.name, maxLength: 25 })
  const input = fc.record({
    clusters: fleet,
    phases: fc.array(phase, { minLength: 1, maxLength: 5 }),
    select: selector.map(printSelector),
    version: fc.constantFrom('3.9.0', '4.0.0', ''),
  })

  it('has every selected cluster in exactly one place, at gapless positions, and is the same when made again', () => {
    fc.assert(
      fc.property(input, ({ clusters, phases, select, version }) => {
        const given = {
          operation: upgrade,
          params: { version },
          policy: policy({ phases }),
          clusters,
          select,
        }
        const made = plan(given)
        const places = [...targetsOf(made).flat(), ...made.excluded.map((exclusion) => exclusion.cluster)]
        expect(new Set(places).size).toBe(places.length)
        expect(places.length).toBe(made.counts.selected)
        expect(made.counts.planned + made.counts.excluded).toBe(made.counts.selected)
        for (const { targets, numbers, counts } of made.phases) {
          expect(targets.map((target) => target.position)).toEqual(targets.map((_, i) => i + 1))
          expect(numbers.maxInFlight).toBeGreaterThanOrEqual(1)
          expect(numbers.steps.at(-1)).toBe(targets.length)
          expect(counts.matched).toBe(counts.takenByEarlier + counts.leftOver + counts.taken)
        }
        expect(plan({ ...given, clusters: [...clusters].reverse() })).toEqual(made)
      }),
      { numRuns: 300 },
    )
  })
})
