/**
 * Times of day in time zones, by the rules that the platform knows (the IANA database in `Intl`). Pure: the same
 * zone and instant give the same answer on every machine with the same rules.
 */

/** A date of the calendar, without a zone; months count from 1. */
export interface CalendarDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

const dayMs = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** Tells the date that it is in a zone at an instant (epoch ms). */
export function dateIn(zone: string, at: number): CalendarDate {
  const local = new Date(at + offsetAt(zone, at))
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() }
}

/** Counts days onwards in the calendar, backwards with a negative count. */
export function addDays({ year, month, day }: CalendarDate, days: number): CalendarDate {
  const date = new Date(Date.UTC(year, month - 1, day + days))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** Tells the day of the week, 0 = Sunday. */
export const weekdayOf = ({ year, month, day }: CalendarDate): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay()

/**
 * Finds the instants (epoch ms) at which clocks in a zone show a time on a date. Clocks that are set back show
 * it twice: `first` and `last` differ. Clocks that are set forward skip it: both are the moment of the change.
 */
export function instantsOf(
  zone: string,
  { year, month, day }: CalendarDate,
  minutes: number,
): { first: number; last: number } {
  const naive = Date.UTC(year, month - 1, day) + minutes * 60_000
  const before = naive - offsetAt(zone, naive - dayMs)
  const after = naive - offsetAt(zone, naive + dayMs)
  const shown = [before, after].filter((at) => at + offsetAt(zone, at) === naive)
  if (shown.length > 0) return { first: Math.min(...shown), last: Math.max(...shown) }
  const change = changeBetween(zone, naive - dayMs, naive + dayMs)
  return { first: change, last: change }
}

/** Finds the moment at which a zone's offset changes between two instants; halves the time until it is exact. */
function changeBetween(zone: string, from: number, to: number): number {
  const offset = offsetAt(zone, from)
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(zone, middle) === offset) low = middle
    else high = middle
  }
  return high
}

/** Tells by how much clocks in a zone are ahead of UTC at an instant, in ms. */
function offsetAt(zone: string, at: number): number {
  const whole = Math.floor(at / 1_000) * 1_000
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(whole)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, format)
  return format
}
