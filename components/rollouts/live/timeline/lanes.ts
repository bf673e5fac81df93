import type { Roster } from '@/lib/stream/roster'

/** One row of the timeline: a phase as a whole, or one target of an unfolded phase. */
export type Lane =
  | { readonly kind: 'phase'; readonly phase: number; readonly y: number; readonly height: number }
  | {
      readonly kind: 'target'
      readonly phase: number
      readonly index: number
      readonly y: number
      readonly height: number
    }

export const phaseLaneHeight = 56
export const targetLaneHeight = 22

/** Rollouts up to this size begin with every phase unfolded. */
export const unfoldedSizeMax = 60

/** The rows from top to bottom; targets only of phases that are unfolded. */
export interface LaneLayout {
  readonly height: number
  readonly phases: readonly { phase: number; y: number; first: number; size: number; unfolded: boolean }[]
}

/** Places the rows. Kept as phases only: the rows of 100,000 targets need no objects. */
export function layoutLanes(roster: Roster, unfolded: ReadonlySet<number>): LaneLayout {
  let y = 0
  const phases = roster.phases.map(({ first, size }, phase) => {
    const place = { phase, y, first, size, unfolded: unfolded.has(phase) }
    y += phaseLaneHeight + (place.unfolded ? size * targetLaneHeight + 6 : 0)
    return place
  })
  return { height: y, phases }
}

/** Lists the rows that lie between two heights. */
export function lanesBetween(layout: LaneLayout, top: number, bottom: number): Lane[] {
  const lanes: Lane[] = []
  for (const { phase, y, first, size, unfolded } of layout.phases) {
    if (y < bottom && y + phaseLaneHeight > top)
      lanes.push({ kind: 'phase', phase, y, height: phaseLaneHeight })
    if (!unfolded) continue
    const begin = y + phaseLaneHeight
    const from = Math.max(0, Math.floor((top - begin) / targetLaneHeight))
    const to = Math.min(size, Math.ceil((bottom - begin) / targetLaneHeight))
    for (let n = from; n < to; n++) {
      lanes.push({
        kind: 'target',
        phase,
        index: first + n,
        y: begin + n * targetLaneHeight,
        height: targetLaneHeight,
      })
    }
  }
  return lanes
}

/** Where the row of a target is; null while its phase is folded. */
export function laneOf(layout: LaneLayout, index: number): number | null {
  const phase = layout.phases.find(({ first, size }) => index >= first && index < first + size)
  if (!phase?.unfolded) return null
  return phase.y + phaseLaneHeight + (index - phase.first) * targetLaneHeight
}

/** The target whose row is at a height; null on a phase's own row and below the last. */
export function targetAt(layout: LaneLayout, y: number): number | null {
  const lane = lanesBetween(layout, y, y + 0.1).at(-1)
  return lane?.kind === 'target' ? lane.index : null
}
