import { type FacetName, facetOf, type Roster } from '@/lib/stream/roster'

/** One region, or provider, of one phase: a grid of cells, filled column by column. */
export interface MapBlock {
  readonly phase: number
  readonly label: string
  readonly x: number
  /** Top of the cells; the label stands above. */
  readonly y: number
  readonly rows: number
  readonly columns: number
  /** Indexes of the targets, in their fixed order. */
  readonly targets: Uint32Array
}

export interface MapPhase {
  readonly phase: number
  readonly title: string
  readonly size: number
  /** Baseline box of the heading. */
  readonly y: number
}

/** Where every target of a rollout is drawn; the same for the whole life of the rollout at one size. */
export interface MapLayout {
  readonly width: number
  readonly height: number
  /** Distance between two cells; the cell itself is smaller by `gap`. */
  readonly pitch: number
  readonly gap: number
  readonly phases: readonly MapPhase[]
  readonly blocks: readonly MapBlock[]
  /** Left and top of each target's cell. */
  readonly x: Float32Array
  readonly y: Float32Array
  /** Index of each target's block. */
  readonly blockOf: Uint16Array
}

const headingHeight = 30
const labelHeight = 18
const blockGap = 16
const lineGap = 12
const phaseGap = 14
const pitches = [26, 24, 22, 20, 18, 16, 14, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3] as const
/** A block is at least this wide, so that its label can be read. */
const blockWidthMin = 84

/** Regions with fewer targets than this on average are not told apart. */
const regionSizeMin = 6

interface Group {
  label: string
  targets: number[]
}

/**
 * Lays the map out: phases from top to bottom, in each its regions from left to right, in each its targets in
 * their order. Takes the largest cells with which everything fits into `heightMax`, or the smallest there are.
 */
export function layoutMap(roster: Roster, width: number, heightMax: number): MapLayout {
  const groups = roster.phases.map((_, phase) => groupTargets(roster, phase))
  let layout: MapLayout | null = null
  for (const pitch of pitches) {
    layout = place(roster, groups, width, pitch)
    if (layout.height <= heightMax) break
  }
  return layout as MapLayout
}

/** By region; by provider where regions are so small that their names would take more room than their cells. */
function groupTargets(roster: Roster, phase: number): Group[] {
  const byRegion = groupBy(roster, phase, ['provider', 'region'])
  const { size } = roster.phases[phase] as Roster['phases'][number]
  return size / byRegion.length < regionSizeMin ? groupBy(roster, phase, ['provider']) : byRegion
}

function groupBy(roster: Roster, phase: number, facets: readonly FacetName[]): Group[] {
  const { first, size } = roster.phases[phase] as Roster['phases'][number]
  const groups = new Map<string, Group>()
  for (let index = first; index < first + size; index++) {
    const values = facets.map((facet) => facetOf(roster, facet, index))
    const key = values.join('\n')
    const group = groups.get(key) ?? { label: values.at(-1) || `no ${facets.at(-1)}`, targets: [] }
    group.targets.push(index)
    groups.set(key, group)
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
}

function place(roster: Roster, groups: readonly Group[][], width: number, pitch: number): MapLayout {
  const size = roster.clusters.length
  const x = new Float32Array(size)
  const y = new Float32Array(size)
  const blockOf = new Uint16Array(size)
  const phases: MapPhase[] = []
  const blocks: MapBlock[] = []
  let top = 0
  groups.forEach((regions, phase) => {
    const { title, size } = roster.phases[phase] as Roster['phases'][number]
    phases.push({ phase, title, size, y: top })
    top += headingHeight
    const rows = rowsFor(regions, width, pitch)
    let left = 0
    for (const { label, targets } of regions) {
      const columns = Math.ceil(targets.length / rows)
      const blockWidth = widthOf(columns, pitch)
      if (left > 0 && left + blockWidth > width) {
        left = 0
        top += labelHeight + rows * pitch + lineGap
      }
      const block = { phase, label, x: left, y: top + labelHeight, rows, columns }
      targets.forEach((index, n) => {
        x[index] = block.x + Math.floor(n / rows) * pitch
        y[index] = block.y + (n % rows) * pitch
        blockOf[index] = blocks.length
      })
      blocks.push({ ...block, targets: Uint32Array.from(targets) })
      left += blockWidth + blockGap
    }
    if (regions.length > 0) top += labelHeight + rows * pitch
    top += phaseGap
  })
  const gap = pitch >= 16 ? 3 : pitch >= 9 ? 2 : 1
  return { width, height: Math.max(0, top - phaseGap), pitch, gap, phases, blocks, x, y, blockOf }
}

const widthOf = (columns: number, pitch: number): number => Math.max(blockWidthMin, columns * pitch)

/** The fewest rows with which all regions of a phase stand in one line; twelve when they never do. */
function rowsFor(regions: readonly Group[], width: number, pitch: number): number {
  const most = Math.max(1, ...regions.map(({ targets }) => targets.length))
  const gaps = Math.max(0, regions.length - 1) * blockGap
  for (let rows = 1; rows <= most; rows++) {
    const needed = regions.reduce(
      (sum, { targets }) => sum + widthOf(Math.ceil(targets.length / rows), pitch),
      gaps,
    )
    if (needed <= width) return Math.min(most, Math.max(rows, rowsMin(most)))
  }
  return Math.min(most, Math.max(4, Math.ceil(most / Math.max(1, Math.floor(width / pitch)))))
}

/** Short regions still look like a block, not like a line. */
const rowsMin = (most: number): number => Math.min(4, Math.ceil(Math.sqrt(most / 2)))

/** Finds the target at a point of the map; null between cells. */
export function hitMap(layout: MapLayout, x: number, y: number): number | null {
  for (const block of layout.blocks) {
    const column = Math.floor((x - block.x) / layout.pitch)
    const row = Math.floor((y - block.y) / layout.pitch)
    if (column < 0 || row < 0 || row >= block.rows || column >= block.columns) continue
    return block.targets[column * block.rows + row] ?? null
  }
  return null
}

export type MapMove = 'up' | 'down' | 'left' | 'right' | 'block-back' | 'block-on' | 'first' | 'last'

/** Gives the target that the keyboard gets to from another; the same one at an edge. */
export function moveOnMap(layout: MapLayout, from: number, move: MapMove): number {
  const at = layout.blockOf[from] ?? 0
  const block = layout.blocks[at]
  if (!block) return from
  if (move === 'first') return layout.blocks[0]?.targets[0] ?? from
  if (move === 'last') return layout.blocks.at(-1)?.targets.at(-1) ?? from
  if (move === 'block-back') return layout.blocks[at - 1]?.targets[0] ?? from
  if (move === 'block-on') return layout.blocks[at + 1]?.targets[0] ?? from
  const n = block.targets.indexOf(from)
  const step = { up: -1, down: 1, left: -block.rows, right: block.rows }[move]
  const inside = block.targets[n + step]
  if (inside !== undefined && n + step >= 0) return inside
  if (move === 'left') return layout.blocks[at - 1]?.targets.at(-1) ?? from
  if (move === 'right')
    return block.targets.at(-1) === from
      ? (layout.blocks[at + 1]?.targets[0] ?? from)
      : (block.targets.at(-1) ?? from)
  return move === 'up'
    ? (layout.blocks[at - 1]?.targets.at(-1) ?? from)
    : (layout.blocks[at + 1]?.targets[0] ?? from)
}
