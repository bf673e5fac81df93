import { describe, expect, it } from 'vitest'
import { compileSelector } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { emptyFilter, type FleetFilter, filterFleet, isEmptyFilter } from './filter'
import { selectorOfFilter, selectorOfNames } from './filter-selector'
import { readFilter, writeFilter } from './filter-url'
import { decodeRoster, encodeRoster } from './roster'

const providers = ['aws', 'azure', 'gcp']
const versions = ['3.9.1', '3.10.0', null]

function cluster(index: number): ClusterFacts {
  const provider = providers[index % 3] as string
  return {
    name: `kafka-${provider}-${index}`,
    kind: index % 5 === 0 ? 'connect' : 'kafka',
    provider,
    region: `${provider}-${index % 4}`,
    environment: index % 7 === 0 ? 'staging' : 'production',
    tier: index % 2 === 0 ? 'customer' : 'internal',
    version: versions[index % versions.length] ?? null,
    weight: index % 10,
    labels: index % 11 === 0 ? { ring: 'canary' } : {},
    connection: {},
    nodes: null,
  }
}
const fleet = (size: number): ClusterFacts[] => Array.from({ length: size }, (_, index) => cluster(index))

const filter = (
  change: Partial<Omit<FleetFilter, 'facets'>> & { facets?: Partial<FleetFilter['facets']> },
) => ({
  ...emptyFilter,
  ...change,
  facets: { ...emptyFilter.facets, ...change.facets },
})

describe('roster', () => {
  it('comes back from its columns as it was', () => {
    const rows = fleet(120)
    expect(decodeRoster(JSON.parse(JSON.stringify(encodeRoster(rows))))).toEqual(rows)
  })

  it('writes each repeated value once', () => {
    const roster = encodeRoster(fleet(3_000))
    expect(roster.provider.values).toEqual(['aws', 'azure', 'gcp'])
    expect(roster.version.values).toEqual(['3.9.1', '3.10.0', null])
    expect(roster.labels.values).toEqual([{ ring: 'canary' }, {}])
  })

  it('keeps names that objects would trip over', () => {
    const odd = [{ ...cluster(1), name: '__proto__', labels: { constructor: 'x' } }]
    expect(decodeRoster(JSON.parse(JSON.stringify(encodeRoster(odd))))).toEqual(odd)
  })
})

describe('filter', () => {
  const rows = fleet(300)

  it('lets everything through when it is empty', () => {
    expect(isEmptyFilter(emptyFilter)).toBe(true)
    expect(filterFleet(rows, emptyFilter).rows).toHaveLength(300)
  })

  it('counts a facet as if only its own choice were open', () => {
    const view = filterFleet(rows, filter({ facets: { provider: ['aws'], tier: ['internal'] } }))
    expect(view.rows.every((row) => row.provider === 'aws' && row.tier === 'internal')).toBe(true)
    const internal = rows.filter((row) => row.tier === 'internal')
    for (const { value, count } of view.facets.provider) {
      expect(count).toBe(internal.filter((row) => row.provider === value).length)
    }
    const aws = rows.filter((row) => row.provider === 'aws')
    expect(view.facets.tier.find(({ value }) => value === 'customer')?.count).toBe(
      aws.filter((row) => row.tier === 'customer').length,
    )
  })

  it('keeps listing values that nothing has any more, so that the list does not jump', () => {
    const view = filterFleet(rows, filter({ words: 'nowhere' }))
    expect(view.rows).toEqual([])
    expect(view.facets.provider.map(({ value, count }) => [value, count])).toEqual([
      ['aws', 0],
      ['azure', 0],
      ['gcp', 0],
    ])
  })

  it('names the place of an error in the selector and shows the rest unfiltered by it', () => {
    const view = filterFleet(rows, filter({ select: 'cluster.provider = "aws"' }))
    expect(view.error).toMatchObject({ line: 1 })
    expect(view.rows).toHaveLength(300)
  })

  it('takes all words, in any order, of any case', () => {
    const view = filterFleet(rows, filter({ words: 'GCP kafka' }))
    expect(view.rows.map((row) => row.provider)).toEqual(Array(100).fill('gcp'))
  })

  it('does not compare clusters with each other: 10,000 of them take no noticeable time', () => {
    const large = fleet(10_000)
    const busy = filter({ words: 'kaf', select: 'cluster.weight > 2', facets: { provider: ['aws', 'gcp'] } })
    const times = Array.from({ length: 15 }, () => {
      const from = performance.now()
      filterFleet(large, busy)
      return performance.now() - from
    }).sort((a, b) => a - b)
    // Some 8 ms at rest; the bound only tells linear from quadratic, on a machine however busy.
    expect(times[7]).toBeLessThan(2_000)
  })
})

describe('a filter as a selector', () => {
  const rows = fleet(300)
  it.each([
    filter({}),
    filter({ words: 'kafka azure' }),
    filter({ facets: { provider: ['aws', 'gcp'], tier: ['customer'] } }),
    filter({ facets: { version: ['', '3.9.1'] } }),
    filter({ facets: { version: [''] } }),
    filter({ select: 'cluster.labels.ring == "canary" || cluster.weight > 8', facets: { kind: ['kafka'] } }),
  ])('takes exactly the clusters that the filter shows: %j', (shown) => {
    const text = selectorOfFilter(shown)
    const parsed = parseSelector(text ?? '')
    if (!parsed.ok) throw new Error(parsed.error.message)
    const names = rows.filter(compileSelector(parsed.value)).map((row) => row.name)
    expect(names).toEqual(filterFleet(rows, shown).rows.map((row) => row.name))
  })

  it('is refused where it would mean something else', () => {
    expect(selectorOfFilter(filter({ words: 'Kafka' }))).toBeNull()
    expect(selectorOfFilter(filter({ select: 'cluster.' }))).toBeNull()
  })

  it('names single clusters', () => {
    expect(selectorOfNames(['a'])).toBe('cluster.name == "a"')
    expect(selectorOfNames(['a', 'b"c'])).toBe('cluster.name in ["a", "b\\"c"]')
  })
})

describe('a filter in the URL', () => {
  it('comes back as it was and leaves other parameters alone', () => {
    const shown = filter({
      words: 'x y',
      select: 'cluster.tier == "a&b"',
      facets: { version: ['', '3.9.1'] },
    })
    const query = writeFilter(shown, new URLSearchParams('sort=name&q=old&provider=aws'))
    expect(query.get('sort')).toBe('name')
    expect(readFilter(new URLSearchParams(query.toString()))).toEqual(shown)
  })
})
