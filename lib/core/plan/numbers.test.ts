import { describe, expect, it } from 'vitest'
import { cluster, fleetOf, plan, policy, targetsOf } from '@/lib/testing/plan/make'

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
