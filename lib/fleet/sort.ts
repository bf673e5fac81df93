import type { ClusterFacts, ClusterField } from '@/lib/core/shared/cluster-facts'
import { compareText } from '@/lib/core/shared/text-order'
import { versionSortKey } from '@/lib/core/shared/version'

export interface FleetSort {
  key: ClusterField
  descending: boolean
}

/** Sorts clusters by one column; equal ones stay in the order they came in (by name). */
export function sortClusters(
  clusters: readonly ClusterFacts[],
  { key, descending }: FleetSort,
): ClusterFacts[] {
  const sign = descending ? -1 : 1
  if (key === 'name') return descending ? clusters.toReversed() : [...clusters]
  if (key === 'weight') return clusters.toSorted((a, b) => sign * (a.weight - b.weight))
  const keys = new Map<string, string>()
  const keyOf = (cluster: ClusterFacts): string => {
    const value = cluster[key] ?? ''
    if (key !== 'version' || value === '') return value
    const known = keys.get(value) ?? versionSortKey(value)
    keys.set(value, known)
    return known
  }
  return clusters.toSorted((a, b) => sign * compareText(keyOf(a), keyOf(b)))
}
