import type { Roster } from '@/lib/stream/roster'
import { type Grouping, regionsOf, type TargetGroup } from '../grouping'

/** A part of one group, such as a region of a phase: a grid of cells, filled column by column. */
export interface MapBlock {
  readonly group: number
  readonly label: string
  readonly x: number
  /** Top of the cells; the label stands above. */
  readonly y: number
  readonly rows: number
  readonly columns: number
  /** Indexes of the targets, in their fixed order. */
  readonly targets: Uint32Array
}

export interface MapHeading {
  readonly group: number
  readonly title: string
  readonly size: number
  /** Baseline box of the heading. */
  readonly y: number
}

/** Where every target of a rollout is drawn; the same for the whole life of the rollout at one size and grouping. */
export interface MapLayout {
  readonly width: number
  readonly height: number
  /** Distance between two cells; the cell itself is smaller by `gap`. */
  readonly pitch: number
  readonly gap: number
  readonly by: Grouping['by']
  readonly headings: readonly MapHeading[]
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
const groupGap = 14
const pitches = [26, 24, 22, 20, 18, 16, 14, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3] as const
/** A block is at least this wide, so that its label can be read. */
const blockWidthMin = 84

/** Blocks under one heading. */
interface Section {
  readonly title: string
  readonly size: number
  readonly parts: readonly TargetGroup[]
}

/**
 * Lays the map out: phases from top to bottom, each by region; other groups are blocks in one flow, as most of
 * them are small. In a block targets stand in their order. Takes the largest cells with which everything fits
 * into `heightMax`, or the smallest there are.
 */
export function layoutMap(roster: Roster, grouping: Grouping, width: number, heightMax: number): MapLayout {
  const sections = sectionsOf(roster, grouping)
  let layout: MapLayout | null = null
  for (const pitch of pitches) {
    layout = place(roster, grouping.by, sections, width, pitch)
    if (layout.height <= heightMax) break
  }
  return layout as MapLayout
}

function sectionsOf(roster: Roster, { by, groups }: Grouping): Section[] {
  if (by !== 'phase') {
    const parts = groups.map((group) => ({ ...group, title: `${group.title} · ${group.targets.length}` }))
    return [{ title: `By ${by}`, size: roster.clusters.length, parts }]
  }
  return groups.map((group) => ({
    title: group.title,
    size: group.targets.length,
    parts: regionsOf(roster, group),
  }))
}

function place(
  roster: Roster,
  by: Grouping['by'],
  sections: readonly Section[],
  width: number,
  pitch: number,
): MapLayout {
  const size = roster.clusters.length
  const x = new Float32Array(size)
  const y = new Float32Array(size)
  const blockOf = new Uint16Array(size)
  const headings: MapHeading[] = []
  const blocks: MapBlock[] = []
  let top = 0
  sections.forEach(({ title, size, parts }, group) => {
    headings.push({ group, title, size, y: top })
    top += headingHeight
    const rows = rowsFor(parts, width, pitch)
    let left = 0
    for (const part of parts) {
      const columns = Math.ceil(part.targets.length / rows)
      const blockWidth = widthOf(columns, pitch)
      if (left > 0 && left + blockWidth > width) {
        left = 0
        top += labelHeight + rows * pitch + lineGap
      }
      const block = { group, label: part.title, x: left, y: top + labelHeight, rows, columns }
      part.targets.forEach((index, n) => {
        x[index] = block.x + Math.floor(n / rows) * pitch
        y[index] = block.y + (n % rows) * pitch
        blockOf[index] = blocks.length
      })
      blocks.push({ ...block, targets: part.targets })
      left += blockWidth + blockGap
    }
    if (parts.length > 0) top += labelHeight + rows * pitch
    top += groupGap
  })
  const gap = pitch >= 16 ? 3 : pitch >= 9 ? 2 : 1
  const height = Math.max(0, top - groupGap)
  return { width, height, pitch, gap, by, headings, blocks, x, y, blockOf }
}

const widthOf = (columns: number, pitch: number): number => Math.max(blockWidthMin, columns * pitch)

/** The fewest rows with which all blocks of a group stand in one line; twelve when they never do. */
function rowsFor(regions: readonly TargetGroup[], width: number, pitch: number): number {
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
