import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterFacts } from '@/lib/testing/arbitraries/cluster'
import { cluster, fleetOf, plan, policy } from '@/lib/testing/plan/make'
import { coverageAfter } from './coverage'
import { orderClusters } from './order'

const order = (clusters: Parameters<typeof orderClusters>[0], seed = 's') =>
  orderClusters(clusters, { type: 'diverse' }, seed)

const grid = fleetOf(2_000, (i) => ({
  provider: ['aws', 'azure', 'gcp'][i % 3] as string,
  region: `r${i % 7}`,
  version: `3.${i % 5}.0`,
  tier: i % 2 ? 'customer' : 'internal',
}))

describe('order: diverse', () => {
  it('covers every value within as few clusters as the longest attribute has values', () => {
    const [reached] = coverageAfter(order(grid), [7])
    expect(reached?.singles).toEqual({ covered: 17, total: 17 })
  })

  it('covers pairs far sooner than by name', () => {
    const pairs = (list: typeof grid) => coverageAfter(list, [40])[0]?.pairs.covered ?? 0
    const byRegion = [...grid].sort((a, b) => a.region.localeCompare(b.region))
    expect(pairs(byRegion)).toBeLessThan(60)
    expect(pairs([...order(byRegion)])).toBeGreaterThan(95)
  })

  it('begins with what most of the fleet is like', () => {
    const clusters = [
      ...fleetOf(50, () => ({ region: 'large' })),
      cluster('zz', { region: 'small', provider: 'gcp', version: '1.0.0', tier: 'odd' }),
    ]
    expect(order(clusters)[0]?.region).toBe('large')
    expect(order(clusters)[1]?.name).toBe('zz')
  })

  it('when all is covered the rest follows in proportion', () => {
    const clusters = fleetOf(1_000, (i) => ({ region: i < 900 ? 'large' : 'small' }))
    const small = order(clusters)
      .slice(0, 100)
      .filter(({ region }) => region === 'small').length
    expect(small).toBeGreaterThanOrEqual(9)
    expect(small).toBeLessThanOrEqual(13)
  })

  it('is decided by the seed alone', () => {
    expect(order(grid)).toEqual(order(grid))
    expect(order(grid, 'other')).not.toEqual(order(grid))
  })

  it('a plan says what each step covers', () => {
    const made = plan({
      clusters: grid,
      policy: policy({ phases: [{ order: 'diverse', steps: [1, 7, '100%'] }] }),
    })
    expect(made.phases[0]?.coverage?.map(({ singles }) => singles.covered)).toEqual([4, 17, 17])
    expect(made.phases[0]?.coverage?.at(-1)?.pairs).toEqual({ covered: 101, total: 101 })
    expect(plan({ clusters: grid }).phases[0]?.coverage).toBeNull()
  })

  it('property: keeps every cluster, and no other first choice would cover more values', () => {
    const fleets = fc.uniqueArray(clusterFacts, { selector: ({ name }) => name, minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(fleets, fc.string(), (clusters, seed) => {
        const ordered = order(clusters, seed)
        expect(new Set(ordered)).toEqual(new Set(clusters))
        expect(ordered).toHaveLength(clusters.length)
        const singles = (n: number, list = ordered) => coverageAfter(list, [n])[0]?.singles.covered ?? 0
        // Once a cluster adds no value, none after it does.
        const gains = ordered.map((_, i) => singles(i + 1) - singles(i))
        const done = gains.indexOf(0)
        if (done >= 0) expect(singles(done)).toBe(singles(ordered.length))
      }),
      { numRuns: 200 },
    )
  })
})
