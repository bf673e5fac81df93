import { formatClock, formatInstant } from '@/lib/client/zone'

/** Writes the time of day to the minute where it is today in a zone, else with the day: "14:03", "24 Nov 02:10". */
export function formatMinute(at: Date, zone: string, now: Date): string {
  const clock = formatClock(at, zone).slice(0, 5)
  return sameDay(at, now, zone) ? clock : formatInstant(at, zone, now, false)
}

/** Writes a stretch of time: "14:03–15:10"; the day stands once where both ends are of one. */
export function formatMinutes(from: Date, to: Date, zone: string, now: Date): string {
  const [begin, end] = [formatMinute(from, zone, now), formatMinute(to, zone, now)]
  if (begin === end) return begin
  return sameDay(from, to, zone) ? `${begin}–${formatClock(to, zone).slice(0, 5)}` : `${begin} – ${end}`
}

const sameDay = (one: Date, other: Date, zone: string): boolean => dayOf(one, zone) === dayOf(other, zone)

/** The day of an instant in a zone; what stands before the time of day. */
const dayOf = (at: Date, zone: string): string => formatInstant(at, zone, new Date(0), false).slice(0, -5)
