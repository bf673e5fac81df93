import type { Roster } from '@/lib/stream/roster'
import { type Grouping, phasesOf, regionsOf, type TargetGroup } from '../grouping'
import type { Section } from './arrange-map'
import { fitMap } from './fit-map'

/** A part of one group, such as a region of a phase, or a phase of a version: a grid of cells, filled column by column. */
export interface MapBlock {
  readonly group: number
  /** '' = what is in it, the heading says. */
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
  readonly x: number
  /** Top of the heading's box. */
  readonly y: number
  readonly width: number
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

/**
 * Lays the map out: phases from top to bottom, each by region; other groups as cards that share lines, each by
 * phase, with cells in columns of one height, so that a group twice as wide is twice as large. In a block targets
 * stand in their order.
 */
export function layoutMap(roster: Roster, grouping: Grouping, width: number, heightMax: number): MapLayout {
  return fitMap(grouping.by, sectionsOf(roster, grouping), roster.clusters.length, width, heightMax)
}

function sectionsOf(roster: Roster, { by, groups }: Grouping): Section[] {
  const parts = by === 'phase' ? regionsOf : partsFor(roster, groups)
  return groups.map((group) => ({
    title: group.title,
    size: group.targets.length,
    parts: parts(roster, group),
  }))
}

/** Groups so small, or phases so many, that the names of parts would take more room than their cells are not divided. */
function partsFor({ clusters, phases }: Roster, groups: readonly TargetGroup[]): typeof phasesOf {
  const divided =
    phases.length > 1 && phases.length <= phasesMax && clusters.length / groups.length >= sizeMin
  return divided ? phasesOf : (_, group) => [{ ...group, title: '' }]
}

const phasesMax = 8
const sizeMin = 60
