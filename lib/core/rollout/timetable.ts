import { type FreezeSchedule, frozenAt } from '@/lib/core/freeze/schedule'
import { type WeeklyWindow, windowAt } from '@/lib/core/shared/weekly-window'

/** A freeze that concerns a cluster, whether it holds now or is only announced. */
export interface KnownFreeze {
  readonly title: string
  readonly schedule: FreezeSchedule
  /** Until when an override lets the rollout start in spite of it; null = none does. */
  readonly overriddenUntil: number | null
}

/** What goes by the clock alone: a start has to fall into all of the windows and into none of the freezes. */
export interface Timetable {
  readonly windows: readonly WeeklyWindow[]
  readonly freezes: readonly KnownFreeze[]
}

/** What stands against a start at some instant; `until` null = it does not end by itself within a year. */
export interface Obstacle {
  /** The freeze that holds; null = a window is closed. */
  readonly freeze: KnownFreeze | null
  readonly until: number | null
}

/** How many changes of a timetable are followed: a month of a window that a freeze covers every day. */
const changesMax = 64

/** Finds something that stands against a start at an instant; null = nothing does. */
export function obstacleAt({ windows, freezes }: Timetable, at: number): Obstacle | null {
  for (const freeze of freezes) {
    if (freeze.overriddenUntil !== null && at < freeze.overriddenUntil) continue
    const holds = frozenAt(freeze.schedule, at)
    if (holds) return { freeze, until: holds.until }
  }
  for (const window of windows) {
    const { open, changesAt } = windowAt(window, at)
    if (!open) return { freeze: null, until: changesAt }
  }
  return null
}

/** Finds the first instant, from the given one on, at which nothing stands against a start; null = none within a month or more. */
export function firstFree(timetable: Timetable, from: number): number | null {
  let at = from
  for (let i = 0; i < changesMax; i++) {
    const obstacle = obstacleAt(timetable, at)
    if (!obstacle) return at
    if (obstacle.until === null) return null
    at = obstacle.until
  }
  return null
}
