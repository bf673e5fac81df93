/**
 * The filter of the fleet page: facets, words of the name, and a selector, all of which must hold. One pass
 * over the fleet answers both the rows and the count of every facet value, fast enough for every keystroke.
 */

import type { SelectorError } from '@/lib/core/selector/error'
import { compileSelector, type Matcher } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'

export const facetNames = ['provider', 'region', 'kind', 'environment', 'tier', 'version'] as const
export type FacetName = (typeof facetNames)[number]

export interface FleetFilter {
  /** Words that the name must contain, in any order. */
  words: string
  /** A selector as text; empty = none. */
  select: string
  /** Chosen values by facet; none chosen = all. The empty text stands for an unknown version. */
  facets: Record<FacetName, readonly string[]>
}

/** A filter that lets everything through. */
export const emptyFilter: FleetFilter = {
  words: '',
  select: '',
  facets: { provider: [], region: [], kind: [], environment: [], tier: [], version: [] },
}

export interface FacetValue {
  value: string
  /** How many clusters one would see with this value chosen, all else as it is. */
  count: number
  chosen: boolean
}

export interface FleetView {
  rows: ClusterFacts[]
  facets: Record<FacetName, FacetValue[]>
  /** What is wrong with the selector; it is left out of the filter then. */
  error: SelectorError | null
}

/** Tells whether a filter lets everything through. */
export const isEmptyFilter = (filter: FleetFilter): boolean =>
  filter.words.trim() === '' &&
  filter.select.trim() === '' &&
  facetNames.every((name) => filter.facets[name].length === 0)

/** Filters the fleet and counts its facets. */
export function filterFleet(fleet: readonly ClusterFacts[], filter: FleetFilter): FleetView {
  const selector = readSelector(filter.select)
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean)
  const chosen = facetNames.map((name) => new Set(filter.facets[name]))
  const counts = facetNames.map(() => new Map<string, number>())
  const rows: ClusterFacts[] = []
  for (const cluster of fleet) {
    // Every value is listed, also with a count of 0: facets must not vanish while one types.
    const misses = missedFacets(cluster, chosen, counts)
    if (!matchesWords(cluster, words) || !selector.matches(cluster)) continue
    count(cluster, misses, counts)
    if (misses === 0) rows.push(cluster)
  }
  return { rows, facets: listFacets(counts, chosen), error: selector.error }
}

function readSelector(text: string): { matches: Matcher; error: SelectorError | null } {
  const everything: Matcher = () => true
  if (text.trim() === '') return { matches: everything, error: null }
  const parsed = parseSelector(text)
  return parsed.ok
    ? { matches: compileSelector(parsed.value), error: null }
    : { matches: everything, error: parsed.error }
}

const matchesWords = (cluster: ClusterFacts, words: readonly string[]): boolean => {
  if (words.length === 0) return true
  const name = cluster.name.toLowerCase()
  return words.every((word) => name.includes(word))
}

const facetOf = (cluster: ClusterFacts, name: FacetName): string => cluster[name] ?? ''

/** Gives a bit per facet that leaves the cluster out, and makes sure that its values are listed. */
function missedFacets(
  cluster: ClusterFacts,
  chosen: readonly ReadonlySet<string>[],
  counts: readonly Map<string, number>[],
): number {
  let misses = 0
  for (let index = 0; index < facetNames.length; index += 1) {
    const value = facetOf(cluster, facetNames[index] as FacetName)
    const values = counts[index] as Map<string, number>
    if (!values.has(value)) values.set(value, 0)
    const wanted = chosen[index] as ReadonlySet<string>
    if (wanted.size > 0 && !wanted.has(value)) misses |= 1 << index
  }
  return misses
}

/** A cluster counts for a facet when no other facet leaves it out. */
function count(cluster: ClusterFacts, misses: number, counts: readonly Map<string, number>[]): void {
  for (let index = 0; index < facetNames.length; index += 1) {
    if ((misses & ~(1 << index)) !== 0) continue
    const value = facetOf(cluster, facetNames[index] as FacetName)
    const values = counts[index] as Map<string, number>
    values.set(value, (values.get(value) ?? 0) + 1)
  }
}

function listFacets(
  counts: readonly Map<string, number>[],
  chosen: readonly ReadonlySet<string>[],
): Record<FacetName, FacetValue[]> {
  const facets = {} as Record<FacetName, FacetValue[]>
  for (const [index, name] of facetNames.entries()) {
    const wanted = chosen[index] as ReadonlySet<string>
    const values = new Map(counts[index])
    for (const value of wanted) if (!values.has(value)) values.set(value, 0)
    facets[name] = [...values]
      .map(([value, amount]) => ({ value, count: amount, chosen: wanted.has(value) }))
      .sort((a, b) => a.value.localeCompare(b.value, 'en', { numeric: true }))
  }
  return facets
}
