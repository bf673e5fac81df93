import { Heap } from '@/lib/core/rollout/heap'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { Random } from '@/lib/core/shared/random'
import { cellKey, combinations, comboKey, diverseValues } from './coverage'

/** Clusters that are alike: the same provider, region, version and tier. */
interface Cell {
  readonly clusters: ClusterFacts[]
  /** The combinations it stands for, as indexes into what is covered; in the order of `combinations`. */
  readonly combos: Int32Array
}

/** What starting a cell would add: the share of the fleet behind new values, new pairs, new triples. */
interface Offer {
  readonly cell: Cell
  readonly gain: readonly [singles: number, pairs: number, triples: number]
  /** Drawn by the seed; decides between equals. */
  readonly rank: number
}

/**
 * Orders clusters so that early ones stand for the whole: each next cluster is the one that adds most that has not
 * been tried yet, counted first in values (a provider, a region, a version, a tier), then in pairs of values, then
 * in triples, each weighted by how many clusters it stands for. A fault that is tied to one or two of these
 * facts so shows among the first, while few have been touched. When nothing new is left the rest follows in
 * proportion, so that any beginning of the list looks like all of it.
 *
 * What a cell adds can only become less, so a cell whose gain is still what it was when it was queued is the
 * best there is ("lazy greedy"): nearly n log n.
 */
export function orderDiverse(byName: readonly ClusterFacts[], random: Random): readonly ClusterFacts[] {
  const { cells, mass } = cellsOf(random.shuffle(byName))
  const covered = new Uint8Array(mass.length)
  const queue = new Heap<Offer>(isBetter)
  cells.forEach((cell, rank) => {
    queue.push({ cell, gain: gainOf(cell, mass, covered), rank })
  })
  const first: ClusterFacts[] = []
  for (let best = queue.pop(); best !== undefined; best = queue.pop()) {
    const gain = gainOf(best.cell, mass, covered)
    if (gain.every((part) => part === 0)) continue
    if (!same(gain, best.gain)) {
      queue.push({ ...best, gain })
      continue
    }
    first.push(best.cell.clusters.pop() as ClusterFacts)
    for (const combo of best.cell.combos) covered[combo] = 1
  }
  return [...first, ...inProportion(cells, random)]
}

function cellsOf(shuffled: readonly ClusterFacts[]): { cells: Cell[]; mass: Float64Array } {
  const groups = new Map<string, ClusterFacts[]>()
  for (const cluster of shuffled) {
    const key = cellKey(cluster)
    const group = groups.get(key)
    if (group) group.push(cluster)
    else groups.set(key, [cluster])
  }
  const ids = new Map<string, number>()
  const weights: number[] = []
  const cells = [...groups.values()].map((clusters): Cell => {
    const values = diverseValues(clusters[0] as ClusterFacts)
    const combos = combinations.map((set) => {
      const key = comboKey(set, values)
      const id = ids.get(key) ?? ids.size
      ids.set(key, id)
      weights[id] = (weights[id] ?? 0) + clusters.length
      return id
    })
    return { clusters, combos: Int32Array.from(combos) }
  })
  return { cells, mass: Float64Array.from(weights) }
}

const sizes = combinations.map(({ length }) => length)

function gainOf(cell: Cell, mass: Float64Array, covered: Uint8Array): Offer['gain'] {
  const gain: [number, number, number] = [0, 0, 0]
  cell.combos.forEach((combo, i) => {
    const size = (sizes[i] as number) - 1
    if (covered[combo] === 0) gain[size] = (gain[size] as number) + (mass[combo] as number)
  })
  return gain
}

const same = (a: Offer['gain'], b: Offer['gain']): boolean => a[0] === b[0] && a[1] === b[1] && a[2] === b[2]

function isBetter(a: Offer, b: Offer): boolean {
  for (let i = 0; i < 3; i++) {
    const difference = (a.gain[i] as number) - (b.gain[i] as number)
    if (difference !== 0) return difference > 0
  }
  return a.rank < b.rank
}

/** Deals what is left of the cells so that every beginning has each cell in its proportion. */
function inProportion(cells: readonly Cell[], random: Random): ClusterFacts[] {
  const places: { at: number; cluster: ClusterFacts }[] = []
  for (const { clusters } of cells) {
    const offset = random.next()
    clusters.forEach((cluster, i) => {
      places.push({ at: (i + offset) / clusters.length, cluster })
    })
  }
  return places.sort((a, b) => a.at - b.at).map(({ cluster }) => cluster)
}
