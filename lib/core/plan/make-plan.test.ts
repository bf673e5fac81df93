import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printSelector } from '@/lib/core/selector/print'
import { clusterFacts } from '@/lib/testing/arbitraries/cluster'
import { selector } from '@/lib/testing/arbitraries/selector'
import {
  cluster,
  codes,
  excludedOf,
  fleetOf,
  operation,
  plan,
  policy,
  targetsOf,
  upgrade,
} from '@/lib/testing/plan/make'
import { makePlan } from './make-plan'

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
        cluster('e', { version: '3.10' }),
      ],
    })
    expect(targetsOf(made)).toEqual([['b', 'c', 'd', 'e']])
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

  it('a budget that rolls back: refused where the operation has no revert', () => {
    const failureBudget = { max: 1, onExhausted: 'rollback' } as const
    const asked = {
      clusters: fleetOf(2),
      policy: policy({ failureBudget, phases: [{ id: 'a', failureBudget }] }),
    }
    const refused = plan(asked)
    expect(refused.blockers.map(({ code, phase }) => [code, phase])).toEqual([
      ['no_way_back', 'a'],
      ['no_way_back', null],
    ])
    const revertible = operation('  revert: { driver: simulator }\n')
    expect(plan({ ...asked, operation: revertible }).blockers).toEqual([])
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
