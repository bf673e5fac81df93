import { writtenCount } from '@/lib/core/shared/written-count'

/**
 * Numbers, durations and shares as the console writes them: grouped, short, never silently rounded to
 * zero. Locale is fixed so that a screenshot in a ticket reads the same for everybody.
 */

/** Writes a whole number with groups, as the sentences of the engine do: 2,806. */
export const formatCount = writtenCount

/**
 * Writes a share of a whole: 22 %, 0.4 %, < 0.1 %, > 99.9 %; an empty whole is "–".
 * Never 0 % for something nor 100 % for almost everything.
 */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return '–'
  const percent = (part / whole) * 100
  if (part > 0 && percent < 0.1) return '< 0.1 %'
  if (part < whole && percent > 99.9) return '> 99.9 %'
  const digits = percent < 10 && part > 0 && !Number.isInteger(percent) ? 1 : 0
  const rounded = percent.toFixed(digits)
  return rounded === '100' && part < whole ? `${percent.toFixed(1)} %` : `${rounded} %`
}

/** Writes a duration in its two largest units: 45 s, 3 min 5 s, 2 h 10 min, 3 d 4 h. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return two(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(minutes / 60)
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

const two = (major: number, majorUnit: string, minor: number, minorUnit: string): string =>
  minor === 0 ? `${major} ${majorUnit}` : `${major} ${majorUnit} ${minor} ${minorUnit}`

/** Writes the distance between two instants: "just now", "3 min ago", "in 2 h". */
export function formatRelative(atMs: number, nowMs: number): string {
  const distance = Math.abs(atMs - nowMs)
  if (distance < 5_000) return 'just now'
  const words = oneUnit(distance)
  return atMs < nowMs ? `${words} ago` : `in ${words}`
}

function oneUnit(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  if (hours < 48) return `${hours} h`
  return `${Math.round(hours / 24)} d`
}

/** Writes "1 cluster", "2,806 clusters"; `many` defaults to the singular with an s. */
export const formatNoun = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`
