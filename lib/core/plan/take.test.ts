import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PhaseSpec } from '@/lib/core/policy/types'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { cluster, fleetOf, plan, policy, targetsOf } from '@/lib/testing/plan/make'

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
