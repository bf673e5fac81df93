import { addDays, dateIn, instantsOf, weekdayOf } from './zoned-time'

/**
 * A time of the day, on some days of the week, in one time zone. A `to` before `from` ends on the next day. Where
 * clocks are set back in between, it lasts as long as its times are shown; what they skip does not happen.
 */
export interface WeeklyWindow {
  readonly days: readonly string[]
  /** `HH:MM` */
  readonly from: string
  readonly to: string
  readonly timezone: string
}

/** One time that a window is open, from and up to but without; epoch ms. */
export interface Opening {
  readonly opensAt: number
  readonly closesAt: number
}

/** How far a window looks ahead: a year of weeks, though a day that a zone skips costs a week at most. */
const daysMax = 370

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** Tells whether a window is open at an instant, and when that changes; null = not within a year. */
export function windowAt(window: WeeklyWindow, now: number): { open: boolean; changesAt: number | null } {
  const [next] = nextOpenings(window, now, 1)
  if (!next) return { open: false, changesAt: null }
  const open = next.opensAt <= now
  return { open, changesAt: open ? next.closesAt : next.opensAt }
}

/** Lists the next times that a window is open, the present one included; those that touch count as one. */
export function nextOpenings(window: WeeklyWindow, now: number, count: number): Opening[] {
  const found: Opening[] = []
  // The day before yesterday: a window may last beyond midnight, and midnight be skipped.
  const begin = addDays(dateIn(window.timezone, now), -2)
  for (let i = 0; i < daysMax; i++) {
    const opening = openingOn(window, addDays(begin, i))
    if (!opening) continue
    const last = found.at(-1)
    if (last && opening.opensAt <= last.closesAt) {
      found[found.length - 1] = { ...last, closesAt: Math.max(last.closesAt, opening.closesAt) }
      continue
    }
    if (found.filter(({ closesAt }) => closesAt > now).length === count) break
    found.push(opening)
  }
  return found.filter(({ closesAt }) => closesAt > now).slice(0, count)
}

function openingOn(
  { days, from, to, timezone }: WeeklyWindow,
  date: Parameters<typeof weekdayOf>[0],
): Opening | null {
  if (!days.includes(weekdays[weekdayOf(date)] as string)) return null
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  const opensAt = instantsOf(timezone, date, begin).first
  const closesAt = instantsOf(timezone, end > begin ? date : addDays(date, 1), end).last
  return closesAt > opensAt ? { opensAt, closesAt } : null
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

/** Writes a window in words: `mon–thu 09:00–16:00 Europe/London`, `every day 22:00–02:00 UTC`. */
export function windowWords({ days, from, to, timezone }: WeeklyWindow): string {
  const order = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const chosen = order.filter((day) => days.includes(day))
  const first = order.indexOf(chosen[0] ?? '')
  const run = chosen.length > 2 && chosen.every((day, i) => day === order[first + i])
  const list = run ? `${chosen[0]}–${chosen.at(-1)}` : chosen.join(', ')
  return `${chosen.length === 7 ? 'every day' : list} ${from}–${to} ${timezone}`
}
