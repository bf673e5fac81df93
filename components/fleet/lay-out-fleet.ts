import { fitMap } from '@/components/rollouts/live/map/fit-map'
import type { MapLayout } from '@/components/rollouts/live/map/map-layout'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'

/** Lays clusters out as a map: providers side by side, each by region, in the order given. */
export function layOutFleet(clusters: readonly ClusterFacts[], width: number, heightMax: number): MapLayout {
  const providers = new Map<string, Map<string, number[]>>()
  clusters.forEach(({ provider, region }, index) => {
    const regions = providers.get(provider) ?? new Map<string, number[]>()
    providers.set(provider, regions)
    const block = regions.get(region)
    if (block) block.push(index)
    else regions.set(region, [index])
  })
  const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1)
  const sections = [...providers].sort(byName).map(([provider, regions]) => ({
    title: provider || 'no provider',
    size: [...regions.values()].reduce((sum, { length }) => sum + length, 0),
    parts: [...regions].sort(byName).map(([region, indexes]) => ({
      id: region,
      title: region || 'no region',
      targets: Uint32Array.from(indexes),
    })),
  }))
  return fitMap('provider', sections, clusters.length, width, heightMax)
}

/** How strongly the n-th newest version of a kind is drawn, from 0 to 1. */
const shades = [0.72, 0.5, 0.34, 0.23, 0.15, 0.1] as const

/** Gives each cluster its shade: the newest version of its kind is strongest, what lags behind is pale. */
export function shadesOf(
  clusters: readonly ClusterFacts[],
  skew: readonly { kind: string; versions: readonly { version: string | null }[] }[],
): Float32Array {
  const ranks = new Map(
    skew.map(({ kind, versions }) => [kind, new Map(versions.map(({ version }, rank) => [version, rank]))]),
  )
  return Float32Array.from(clusters, ({ kind, version }) => {
    const rank = ranks.get(kind)?.get(version) ?? shades.length
    return shades[Math.min(rank, shades.length - 1)] as number
  })
}
