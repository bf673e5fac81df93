import { addDays, type CalendarDate, dateIn, instantsOf, weekdayOf } from '@/lib/core/shared/zoned-time'
import { type FreezeSchedule, nextFrozen } from './schedule'

/** One day of a calendar, from its first instant up to but without the next day's (epoch ms). */
export interface CalendarDay {
  readonly date: CalendarDate
  readonly weekday: number
  readonly startsAt: number
  readonly endsAt: number
}

/** One time that a freeze holds; `from` and `to` are days after the calendar's beginning, within it. */
export interface CalendarBar {
  readonly from: number
  readonly to: number
  readonly startsAt: number
  /** Null = until somebody ends it. */
  readonly endsAt: number | null
}

/** Makes the days of a calendar, beginning with the day that it is in a zone at an instant. */
export function calendarDays(zone: string, at: number, count: number): CalendarDay[] {
  const first = dateIn(zone, at)
  return Array.from({ length: count }, (_, index) => {
    const date = addDays(first, index)
    return {
      date,
      weekday: weekdayOf(date),
      startsAt: instantsOf(zone, date, 0).first,
      endsAt: instantsOf(zone, addDays(date, 1), 0).first,
    }
  })
}

/** Lays out the times at which a freeze holds as bars over the days; none = not within them. */
export function calendarBars(days: readonly CalendarDay[], freeze: FreezeSchedule): CalendarBar[] {
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return []
  // At most one time begins each day; the one before the first may reach into it.
  return nextFrozen(freeze, first.startsAt, days.length + 1)
    .filter(({ startsAt }) => startsAt < last.endsAt)
    .map(({ startsAt, endsAt }) => ({
      from: dayOffset(days, startsAt),
      to: endsAt === null ? days.length : dayOffset(days, endsAt),
      startsAt,
      endsAt,
    }))
}

/** Tells how many days after the calendar's beginning an instant is; a day of 23 or 25 hours counts as one. */
export function dayOffset(days: readonly CalendarDay[], at: number): number {
  const index = days.findIndex(({ endsAt }) => at < endsAt)
  const day = days[index]
  if (!day) return days.length
  return index + Math.max(0, (at - day.startsAt) / (day.endsAt - day.startsAt))
}
