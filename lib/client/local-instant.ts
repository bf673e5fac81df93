import { instantsOf } from '@/lib/core/shared/zoned-time'

const written = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/

/** Reads `2026-12-24T08:00`, as clocks in a zone show it, as ISO 8601 in UTC; null = no such date or zone. */
export function localInstant(text: string, zone: string): string | null {
  const match = written.exec(text)
  if (!match) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number)
  try {
    return new Date(instantsOf(zone, { year, month, day }, hour * 60 + minute).first).toISOString()
  } catch {
    // Intl throws for the name of no zone.
    return null
  }
}
