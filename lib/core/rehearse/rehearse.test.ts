import { describe, expect, it } from 'vitest'
import type { PhaseSpec, PolicySpec } from '@/lib/core/policy/types'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { fleetOf, operation, plan, policy } from '@/lib/testing/plan/make'
import { type Assume, believe, type History } from './beliefs'
import { rehearse, runsFor } from './rehearse'
import type { PlannedFreeze, Rehearsal } from './types'

const nothing: History = {
  attempts: [],
  targets: [],
  flakes: { failed: 0, attempts: 0 },
  approvals: { count: 0, p50Ms: 0 },
}

interface Given {
  phases: readonly Partial<PhaseSpec>[]
  spec?: Omit<PolicySpec, 'phases'>
  size?: number
  assume?: Assume
  freezes?: readonly PlannedFreeze[]
  seed?: string
  runs?: number
  reverts?: boolean
}

function run({
  phases,
  spec,
  size = 40,
  assume,
  freezes = [],
  seed = 'seed',
  runs = 20,
  reverts = false,
}: Given): Rehearsal {
  const clusters = fleetOf(size)
  const steps = rehearse({
    plan: plan({
      clusters,
      operation: operation(`  retry: { attempts: 1 }\n${reverts ? '  revert: { driver: simulator }\n' : ''}`),
      policy: policy({ ...spec, phases }),
    }),
    fleet: new Map(clusters.map((one) => [one.name, one])),
    beliefs: believe(nothing, { seconds: 100, failureRate: 0, approvalDelayMs: 600_000, ...assume }),
    freezes,
    startsAt: 1_000_000,
    seed,
    runs,
  })
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

const hour = 3_600_000

describe('a rehearsal', () => {
  it('takes as long as the waves of its concurrency, and says when phases start', () => {
    const { end, phases, completes, peakInFlight, startsAt } = run({
      phases: [
        { take: 20, maxInFlight: 10, soak: '1h' },
        { id: 'rest', maxInFlight: 20 },
      ],
    })
    expect(completes).toBe(1)
    expect(peakInFlight).toBe(20)
    const [first, second] = phases
    expect((first?.end.p50 ?? 0) - startsAt).toBeGreaterThan(hour + 150_000)
    expect((first?.end.p90 ?? 0) - startsAt).toBeLessThan(hour + 700_000)
    expect(second?.start.p50).toBe(first?.end.p50)
    expect(end.p50).toBe(second?.end.p50)
    expect(end.p90 ?? 0).toBeGreaterThanOrEqual(end.p50 ?? 0)
  })

  it('waits for approvals as long as was assumed', () => {
    const { timeline } = run({ phases: [{ before: [{ approval: { count: 2 } }] }] })
    expect((timeline[0]?.startedAt ?? 0) - (timeline[0]?.enteredAt ?? 0)).toBe(600_000)
  })

  it('an approval that comes after its time is over stops it', () => {
    const { completes, stops, end } = run({
      phases: [{ before: [{ approval: { expires: '5m' } }] }],
    })
    expect(completes).toBe(0)
    expect(stops).toMatchObject([{ cause: 'gate_expired', share: 1 }])
    expect(end).toEqual({ p50: null, p90: null })
  })

  it('expects as many failures as were assumed, and says how likely a budget trips', () => {
    const generous = run({
      phases: [{ maxInFlight: 5, failureBudget: { max: 40 } }],
      assume: { failureRate: 0.1 },
      runs: 100,
    })
    expect(generous.expectedFailures).toBeGreaterThan(3)
    expect(generous.expectedFailures).toBeLessThan(5)
    expect(generous.tripShare).toBe(0)
    const strict = run({
      phases: [{ maxInFlight: 5, failureBudget: { max: 0 } }],
      assume: { failureRate: 0.1 },
      runs: 100,
    })
    // 1 - 0.9^40 = 0.985
    expect(strict.tripShare).toBeGreaterThan(0.93)
    expect(strict.phases[0]?.tripShare).toBe(strict.tripShare)
    expect(strict.stops).toMatchObject([{ cause: 'budget' }])
  })

  it('collides with freezes, and jumps over them', () => {
    const freeze: PlannedFreeze = {
      title: 'Long weekend',
      startsAt: 1_000_000 + 60_000,
      endsAt: 1_000_000 + 96 * hour,
      matches: ({ name }: ClusterFacts) => name > 'c020',
    }
    const { collisions, end } = run({ phases: [{ id: 'all', maxInFlight: 4 }], freezes: [freeze] })
    expect(collisions).toMatchObject([
      { kind: 'freeze', what: 'Long weekend', phases: ['all'], share: 1, until: freeze.endsAt },
    ])
    expect(collisions[0]?.targets).toBe(19)
    expect(end.p50 ?? 0).toBeGreaterThan(freeze.endsAt)
  })

  it('waits for windows, and says so', () => {
    // It begins on Thursday, 1 January 1970, at 00:16 UTC.
    const window = { days: ['thu' as const], from: '05:00', to: '06:00', timezone: 'UTC' }
    const { collisions, phases } = run({ phases: [{ before: [{ window }], maxInFlight: 40 }] })
    expect(collisions).toMatchObject([{ kind: 'window', share: 1, targets: 40, until: 5 * hour }])
    expect(phases[0]?.start.p50).toBe(5 * hour)
  })

  it('a rollout that a budget rolls back has not come to its end', () => {
    const { completes, stops } = run({
      phases: [{ maxInFlight: 2, failureBudget: { max: 0, onExhausted: 'rollback' } }],
      assume: { failureRate: 1 },
      reverts: true,
    })
    expect(completes).toBe(0)
    expect(stops).toMatchObject([{ cause: 'rolled_back' }])
  })

  it('is the same for the same seed, and another for another', () => {
    const given = { phases: [{ maxInFlight: 3 }], assume: { failureRate: 0.01 } } as const
    expect(run(given)).toEqual(run(given))
    expect(run({ ...given, seed: 'other' }).end).not.toEqual(run(given).end)
  })

  it('gives large plans fewer runs, and never more work than it can afford', () => {
    expect(runsFor(100, null)).toBe(200)
    expect(runsFor(10_000, null)).toBeLessThan(10)
    expect(runsFor(100_000, 500)).toBe(5)
    expect(runsFor(0, null)).toBeGreaterThan(0)
  })
})

describe('beliefs', () => {
  const seen = (provider: string, succeeded: number, p50Ms: number) =>
    ({ provider, version: null, step: 'apply', succeeded, p50Ms, p90Ms: p50Ms * 1.5 }) as const

  it('rest on the prior when nothing was seen, and say so', () => {
    const { basis } = believe(nothing, {})
    expect(basis).toMatchObject({ attempts: 0, targets: 0, approvals: 0, assumed: [] })
    expect(basis.apply.medianMs).toBe(300_000)
  })

  it('follow history the more, the more was seen, also per kind of cluster', () => {
    const history = { ...nothing, attempts: [seen('aws', 500, 60_000), seen('azure', 500, 600_000)] }
    const beliefs = believe(history, {})
    expect(beliefs.of({ provider: 'aws', version: null }).apply.medianMs).toBeLessThan(70_000)
    expect(beliefs.of({ provider: 'azure', version: null }).apply.medianMs).toBeGreaterThan(540_000)
    const few = believe({ ...nothing, attempts: [seen('aws', 1, 1_000)] }, {})
    expect(few.of({ provider: 'aws', version: null }).apply.medianMs).toBeGreaterThan(50_000)
  })

  it('draw failure rates towards the operation, and that towards one in a hundred', () => {
    const target = (failed: number, succeeded: number) => ({
      provider: 'aws',
      version: null,
      failed,
      succeeded,
    })
    expect(believe({ ...nothing, targets: [target(1, 0)] }, {}).basis.failure).toBeLessThan(0.07)
    expect(believe({ ...nothing, targets: [target(300, 700)] }, {}).basis.failure).toBeCloseTo(0.294, 2)
  })

  it('give way to what the caller assumes', () => {
    const beliefs = believe(nothing, { seconds: 7, failureRate: 0.5, approvalDelayMs: 1 })
    expect(beliefs.of({ provider: 'x', version: null })).toMatchObject({
      apply: { medianMs: 7_000 },
      failure: 0.5,
    })
    expect(beliefs.basis.assumed).toEqual(['seconds', 'failureRate', 'approvalDelay'])
  })
})
