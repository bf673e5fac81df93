import type { Grouping, TargetGroup } from '../grouping'
import type { MapBlock, MapHeading } from './map-layout'

/** What stands under one heading. */
export interface Section {
  readonly title: string
  readonly size: number
  readonly parts: readonly TargetGroup[]
}

const headingHeight = 30
const labelHeight = 18
const blockGap = 16
const lineGap = 12
const groupGap = 14
const cardGap = 32
/** A block is at least this wide, so that its label can be read. */
const blockWidthMin = 84
/** A card is at least this wide, so that its heading can be read. */
const cardWidthMin = 128

/** Blocks and headings of a map whose cells have one pitch. */
export interface Arrangement {
  readonly pitch: number
  readonly height: number
  readonly headings: readonly MapHeading[]
  readonly blocks: readonly MapBlock[]
}

/** Arranges sections: phases a line each, others side by side where there is room. */
export function arrange(
  by: Grouping['by'],
  sections: readonly Section[],
  width: number,
  pitch: number,
): Arrangement {
  const headings: MapHeading[] = []
  const blocks: MapBlock[] = []
  const common =
    by === 'phase' ? null : Math.max(1, ...sections.map(({ parts }) => rowsFor(parts, width, pitch)))
  let [left, top, bottom] = [0, 0, 0]
  sections.forEach(({ title, size, parts }, group) => {
    const rows = common ?? rowsFor(parts, width, pitch)
    const rowsOf =
      common === null ? () => rows : ({ targets }: TargetGroup) => flat(targets.length, rows, pitch)
    const wide = Math.min(width, Math.max(cardWidthMin, widthOfAll(parts, rowsOf, pitch)))
    if (left > 0 && (common === null || left + wide > width)) {
      left = 0
      top = bottom + groupGap
    }
    headings.push({ group, title, size, x: left, y: top, width: common === null ? width : wide })
    const labelled = parts.some((part) => part.title !== '') ? labelHeight : 0
    let [blockLeft, lineTop, lineBottom] = [left, top + headingHeight, top + headingHeight]
    for (const part of parts) {
      const { title: label, targets } = part
      const rows = rowsOf(part)
      const columns = Math.ceil(targets.length / rows)
      const blockWidth = widthOf(columns, pitch)
      if (blockLeft > left && blockLeft + blockWidth > width) {
        blockLeft = left
        lineTop = lineBottom + lineGap
      }
      blocks.push({ group, label, x: blockLeft, y: lineTop + labelled, rows, columns, targets })
      blockLeft += blockWidth + blockGap
      lineBottom = Math.max(lineBottom, lineTop + labelled + rows * pitch)
    }
    bottom = Math.max(bottom, lineBottom)
    left += wide + cardGap
  })
  return { pitch, height: bottom, headings, blocks }
}

const widthOf = (columns: number, pitch: number): number => Math.max(blockWidthMin, columns * pitch)

const widthOfAll = (
  parts: readonly TargetGroup[],
  rowsOf: (part: TargetGroup) => number,
  pitch: number,
): number =>
  parts.reduce(
    (sum, part) => sum + widthOf(Math.ceil(part.targets.length / rowsOf(part)), pitch),
    Math.max(0, parts.length - 1) * blockGap,
  )

/** A part is no higher than it is wide, and as flat as the width of its label allows. */
const flat = (size: number, rows: number, pitch: number): number => {
  const besideLabel = Math.ceil(size / Math.floor(blockWidthMin / pitch))
  return Math.min(rows, Math.max(rowsMin(size), Math.min(besideLabel, Math.ceil(Math.sqrt(size)))))
}

/** The fewest rows with which all parts of a section stand in one line; what fits the width when they never do. */
function rowsFor(parts: readonly TargetGroup[], width: number, pitch: number): number {
  const most = Math.max(1, ...parts.map(({ targets }) => targets.length))
  for (let rows = 1; rows <= most; rows++) {
    if (widthOfAll(parts, () => rows, pitch) <= width) return Math.min(most, Math.max(rows, rowsMin(most)))
  }
  return Math.min(most, Math.max(4, Math.ceil(most / Math.max(1, Math.floor(width / pitch)))))
}

/** Short blocks still look like a block, not like a line. */
const rowsMin = (most: number): number => Math.max(1, Math.min(4, Math.ceil(Math.sqrt(most / 2))))
