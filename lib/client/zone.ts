/**
 * Instants in a named zone. Every absolute time on the screen carries its zone, because two people who
 * read one screenshot may sit in two of them.
 */
export type ZoneChoice = 'local' | 'utc'

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone}|${JSON.stringify(options)}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone })
  formatters.set(key, made)
  return made
}

/** Names the IANA zone of this browser, or of the process on the server. */
export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

/** Writes date and time: "22 Nov 14:03:11", with the year when it is not this one. */
export function formatInstant(at: Date, zone: string, now: Date, seconds = true): string {
  const sameYear = at.getUTCFullYear() === now.getUTCFullYear()
  return formatter(zone, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  })
    .format(at)
    .replace(',', '')
}

/** Writes the time of day: "14:03:11". */
export const formatClock = (at: Date, zone: string): string =>
  formatter(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at)

/** Names a zone as short as it is at that instant: UTC, CET, GMT+8. */
export function zoneLabel(zone: string, at: Date): string {
  if (zone === 'UTC') return 'UTC'
  const part = formatter(zone, { timeZoneName: 'short' })
    .formatToParts(at)
    .find((candidate) => candidate.type === 'timeZoneName')
  return part?.value ?? zone
}
