import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { compareVersions } from '@/lib/core/shared/version'

/** How the clusters of one kind are spread over versions, newest first. */
export interface KindSkew {
  kind: string
  total: number
  versions: { version: string | null; count: number }[]
}

/** Counts versions by kind, largest kind first; an unknown version comes last. */
export function versionSkew(clusters: readonly ClusterFacts[]): KindSkew[] {
  const kinds = new Map<string, Map<string | null, number>>()
  for (const { kind, version } of clusters) {
    const versions = kinds.get(kind) ?? new Map<string | null, number>()
    kinds.set(kind, versions)
    versions.set(version, (versions.get(version) ?? 0) + 1)
  }
  return [...kinds]
    .map(([kind, versions]) => ({
      kind,
      total: [...versions.values()].reduce((sum, count) => sum + count, 0),
      versions: [...versions].map(([version, count]) => ({ version, count })).sort(newestFirst),
    }))
    .sort((a, b) => b.total - a.total || (a.kind < b.kind ? -1 : 1))
}

function newestFirst(a: { version: string | null }, b: { version: string | null }): number {
  if (a.version === null) return 1
  if (b.version === null) return -1
  return compareVersions(b.version, a.version)
}
