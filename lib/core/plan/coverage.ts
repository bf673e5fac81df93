import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'

/** The facts of a cluster that a fault may be tied to, alone or together. */
export type DiverseFacts = Pick<ClusterFacts, 'provider' | 'region' | 'version' | 'tier'>

const attributes = 4

/** How many values (singles), and combinations of two values (pairs), of how many are covered. */
export interface Coverage {
  readonly singles: { readonly covered: number; readonly total: number }
  readonly pairs: { readonly covered: number; readonly total: number }
}

/** The combinations of one, two and three attributes, as lists of their indexes; by size, smallest first. */
export const combinations: readonly (readonly number[])[] = subsets()

function subsets(): number[][] {
  const all = Array.from({ length: 2 ** attributes - 1 }, (_, i) => i + 1)
  const members = (bits: number) =>
    Array.from({ length: attributes }, (_, i) => i).filter((i) => bits & (1 << i))
  return all
    .map(members)
    .filter((set) => set.length < attributes)
    .sort((a, b) => a.length - b.length)
}

/** Reads what diversity goes by: provider, region, version and tier, in this order. */
export const diverseValues = ({ provider, region, version, tier }: DiverseFacts): readonly string[] => [
  provider,
  region,
  version ?? '',
  tier,
]

/** Names a combination of some attributes with its values, e.g. provider and tier: `azure`, `customer`. */
export const comboKey = (set: readonly number[], values: readonly string[]): string =>
  `${set.join('')}\0${set.map((i) => values[i]).join('\0')}`

/** Names the cell of a cluster: all that have its provider, region, version and tier are alike here. */
export const cellKey = ({ provider, region, version, tier }: DiverseFacts): string =>
  `${provider}\0${region}\0${version ?? ''}\0${tier}`

/**
 * Counts the coverage that ordered clusters have reached after each of the given numbers of them (ascending). Only
 * the first cluster of each cell is looked at closely, so the work follows how many kinds there are.
 */
export function coverageAfter(ordered: readonly DiverseFacts[], ends: readonly number[]): Coverage[] {
  const cells = new Set<string>()
  const seen = [new Set<string>(), new Set<string>()] as const
  const reached: [number, number][] = []
  const note = () => reached.push([seen[0].size, seen[1].size])
  ordered.forEach((facts, i) => {
    while (reached.length < ends.length && (ends[reached.length] as number) <= i) note()
    const cell = cellKey(facts)
    if (cells.has(cell)) return
    cells.add(cell)
    const values = diverseValues(facts)
    for (const set of combinations) if (set.length <= 2) seen[set.length - 1]?.add(comboKey(set, values))
  })
  while (reached.length < ends.length) note()
  return reached.map(([singles, pairs]) => ({
    singles: { covered: singles, total: seen[0].size },
    pairs: { covered: pairs, total: seen[1].size },
  }))
}
