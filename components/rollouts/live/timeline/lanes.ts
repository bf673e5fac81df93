import type { Grouping } from '../grouping'

/** One row of the timeline: a group as a whole, or one target of an unfolded group. */
export type Lane =
  | { readonly kind: 'group'; readonly group: number; readonly y: number; readonly height: number }
  | {
      readonly kind: 'target'
      readonly group: number
      readonly index: number
      readonly y: number
      readonly height: number
    }

export const groupLaneHeight = 56
export const targetLaneHeight = 22

/** Rollouts up to this size begin with every group unfolded. */
export const unfoldedSizeMax = 60

/** The rows from top to bottom; targets only of groups that are unfolded. */
export interface LaneLayout {
  readonly height: number
  readonly grouping: Grouping
  readonly groups: readonly {
    readonly group: number
    readonly title: string
    readonly y: number
    readonly targets: Uint32Array
    readonly unfolded: boolean
  }[]
}

/** Places the rows. Kept as groups only: the rows of 100,000 targets need no objects. */
export function layoutLanes(grouping: Grouping, unfolded: ReadonlySet<string>): LaneLayout {
  let y = 0
  const groups = grouping.groups.map(({ id, title, targets }, group) => {
    const place = { group, title, y, targets, unfolded: unfolded.has(id) }
    y += groupLaneHeight + (place.unfolded ? targets.length * targetLaneHeight + 6 : 0)
    return place
  })
  return { height: y, grouping, groups }
}

/** Lists the rows that lie between two heights. */
export function lanesBetween(layout: LaneLayout, top: number, bottom: number): Lane[] {
  const lanes: Lane[] = []
  for (const { group, y, targets, unfolded } of layout.groups) {
    if (y < bottom && y + groupLaneHeight > top)
      lanes.push({ kind: 'group', group, y, height: groupLaneHeight })
    if (!unfolded) continue
    const begin = y + groupLaneHeight
    const from = Math.max(0, Math.floor((top - begin) / targetLaneHeight))
    const to = Math.min(targets.length, Math.ceil((bottom - begin) / targetLaneHeight))
    for (let n = from; n < to; n++) {
      lanes.push({
        kind: 'target',
        group,
        index: targets[n] as number,
        y: begin + n * targetLaneHeight,
        height: targetLaneHeight,
      })
    }
  }
  return lanes
}

/** Where the row of a target is; null while its group is folded, or it is filtered out. */
export function laneOf(layout: LaneLayout, index: number): number | null {
  for (const { y, targets, unfolded } of layout.groups) {
    const n = unfolded ? targets.indexOf(index) : -1
    if (n >= 0) return y + groupLaneHeight + n * targetLaneHeight
  }
  return null
}

/** The row at a height; null below the last. */
export const laneAt = (layout: LaneLayout, y: number): Lane | null =>
  lanesBetween(layout, y, y + 0.1).at(-1) ?? null
