import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PhaseSpec, PolicySpec } from '@/lib/core/policy/types'
import { type Outside, succeeds, World } from '@/lib/core/rollout/rollout-kit'
import { cluster, fleetOf, operation, plan, policy } from '@/lib/testing/plan/make'
import { chainsOf } from './chains'
import { stage } from './stage'
import { worstCase } from './worst-case'

type Phases = readonly Partial<PhaseSpec>[]

const fleet = (size: number, regions = 1) =>
  fleetOf(size, (i) => ({ region: `r${i % regions}`, weight: (i * 7) % 10 }))

/** A plan whose phases take so many clusters each, and the rollout of it. */
function launch(
  sizes: readonly number[],
  phases: Phases,
  spec: Omit<PolicySpec, 'phases'> = {},
  attempts = 1,
) {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const clusters = fleet(total, 3)
  const made = plan({
    clusters,
    operation: operation(`  retry: { attempts: ${attempts} }\n`),
    policy: policy({ ...spec, phases: phases.map((phase, i) => ({ ...phase, take: sizes[i] ?? 1 })) }),
  })
  const byName = new Map(clusters.map((one) => [one.name, one]))
  const loaded = stage(made, byName, 0)
  loaded.head.state = 'running'
  const bound = worstCase(made, (name) => byName.get(name)?.weight ?? 0)
  return { loaded, bound }
}

function harmOf(world: World) {
  const failed = [...world.state.targets.values()].filter(({ state }) => state === 'failed')
  return {
    clusters: failed.length,
    weight: failed.reduce((sum, { facts }) => sum + facts.weight, 0),
    byPhase: world.state.phases.map(({ index }) => failed.filter(({ phase }) => phase === index).length),
  }
}

/** Lets everything in flight fail at the same moment, when as much is in flight as can be. */
const fallAtOnce: Outside = (_, now) => ({
  after: 60_000 - (now % 60_000),
  answer: { kind: 'failed', message: 'x' },
})

describe('the worst case', () => {
  it('budget + what is in flight', () => {
    const { bound } = launch([20], [{ maxInFlight: 4, failureBudget: { max: 2 } }])
    expect(bound.whole.clusters).toBe(6)
  })

  it('is reached: first what is tolerated, then all that is in flight', () => {
    const { loaded, bound } = launch([20], [{ maxInFlight: 4, failureBudget: { max: 2 } }])
    let failed = 0
    const outside: Outside = (effect, now) =>
      failed++ < 2 ? { after: 1_000, answer: { kind: 'failed', message: 'x' } } : fallAtOnce(effect, now)
    expect(harmOf(new World(loaded, outside).run()).clusters).toBe(bound.whole.clusters)
  })

  it('strict: budget + 1', () => {
    const { loaded, bound } = launch([20], [{ maxInFlight: 10, failureBudget: { max: 2, strict: true } }])
    expect(bound.whole.clusters).toBe(3)
    expect(harmOf(new World(loaded, fallAtOnce).run()).clusters).toBe(3)
  })

  it('phases in a row: what each tolerates, and one of them what is in flight besides', () => {
    const phase = { maxInFlight: 3, failureBudget: { max: 1 } }
    const { bound } = launch([10, 10], [phase, phase])
    expect(bound.phases.map(({ clusters }) => clusters)).toEqual([4, 4])
    expect(bound.whole.clusters).toBe(5)
  })

  it('phases side by side can overshoot together', () => {
    const phase = { maxInFlight: 3, failureBudget: { max: 1 }, after: [] }
    const { loaded, bound } = launch([10, 10], [phase, phase])
    expect(bound.whole.clusters).toBe(8)
    expect(harmOf(new World(loaded, fallAtOnce).run()).clusters).toBe(6)
  })

  it('the budget of the rollout bounds phases that have none', () => {
    const { bound } = launch([10, 10], [{ maxInFlight: 3 }, { maxInFlight: 5 }], {
      failureBudget: { max: 2 },
    })
    expect(bound.whole.clusters).toBe(7)
    expect(bound.phases.map(({ clusters }) => clusters)).toEqual([5, 7])
  })

  it('never more than there are, and the heaviest of them', () => {
    const { bound } = launch([3], [{ maxInFlight: 10, failureBudget: { max: 9 } }])
    expect(bound.whole).toEqual({ clusters: 3, weight: 0 + 7 + 4 })
  })

  it('a spread narrows what can be in flight', () => {
    const { bound } = launch(
      [30],
      [{ maxInFlight: 20, spread: { by: 'region', maxInFlight: 1 }, failureBudget: { max: 0 } }],
    )
    expect(bound.whole.clusters).toBe(3)
  })

  it('chains: as few as the order of the phases allows', () => {
    expect(chainsOf([[], [0], [1]])).toEqual([[0, 1, 2]])
    expect(chainsOf([[], [0], [0], [1, 2]])).toHaveLength(2)
    expect(chainsOf([[], [], []])).toHaveLength(3)
    expect(chainsOf([])).toEqual([])
  })
})

describe('property: whatever an adversary lets fail, and when', () => {
  const budget = fc.record(
    {
      max: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom('10%' as const, '50%' as const)),
      strict: fc.boolean(),
      onExhausted: fc.constantFrom('pause' as const, 'abort' as const),
    },
    { requiredKeys: ['max'] },
  )
  const phase = fc.record(
    {
      maxInFlight: fc.integer({ min: 1, max: 8 }),
      failureBudget: budget,
      steps: fc.constant([1, '50%' as const]),
      spread: fc.constant({ by: 'region', maxInFlight: 1 }),
      after: fc.constant([] as string[]),
    },
    { requiredKeys: ['maxInFlight'] },
  )
  const scenario = fc.record({
    sizes: fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 4, maxLength: 4 }),
    phases: fc.array(phase, { minLength: 1, maxLength: 4 }),
    whole: fc.option(budget, { nil: undefined }),
    attempts: fc.integer({ min: 1, max: 2 }),
    // What happens to the n-th call: whether it fails, and when. A delay of 0 means: with many others.
    moves: fc.array(fc.record({ fails: fc.boolean(), after: fc.constantFrom(0, 1, 900, 5_000) }), {
      minLength: 1,
      maxLength: 40,
    }),
  })

  it('no more fails than the bound says, in each phase, in all, and by weight', () => {
    let reached = 0
    fc.assert(
      fc.property(scenario, ({ sizes, phases, whole, attempts, moves }) => {
        const { loaded, bound } = launch(sizes, phases, whole ? { failureBudget: whole } : {}, attempts)
        let call = 0
        const outside: Outside = (_, now) => {
          const { fails, after } = moves[call++ % moves.length] as (typeof moves)[number]
          return {
            after: after || 10_000 - (now % 10_000),
            answer: fails ? { kind: 'failed', message: 'x' } : succeeds,
          }
        }
        const harm = harmOf(new World(loaded, outside).run())
        expect(harm.clusters).toBeLessThanOrEqual(bound.whole.clusters)
        expect(harm.weight).toBeLessThanOrEqual(bound.whole.weight)
        harm.byPhase.forEach((count, i) => {
          expect(count).toBeLessThanOrEqual(bound.phases[i]?.clusters ?? 0)
        })
        if (harm.clusters === bound.whole.clusters) reached += 1
      }),
      { numRuns: 400 },
    )
    // A bound that is never reached would be no news.
    expect(reached).toBeGreaterThan(20)
  })

  it('a fleet of nothing can lose nothing', () => {
    const made = plan({ clusters: [cluster('a')], exclude: 'true' })
    expect(worstCase(made, () => 1).whole).toEqual({ clusters: 0, weight: 0 })
  })
})
