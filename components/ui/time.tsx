'use client'

import { formatDuration, formatRelative } from '@/lib/client/format'
import { useClock } from '@/lib/client/now'
import { usePreferences } from '@/lib/client/preferences'
import { formatInstant, zoneLabel } from '@/lib/client/zone'

/**
 * An instant (ISO 8601) as "3 min ago" or as "22 Nov 14:03:11 CET". The other reading and the ISO text
 * are in its title. Absolute times always name their zone; with `utc` they are told in UTC, too.
 */
export function Time({
  at,
  format = 'relative',
  seconds = true,
  utc = false,
}: {
  at: string
  format?: 'relative' | 'absolute'
  seconds?: boolean
  utc?: boolean
}) {
  const { activeZone } = usePreferences()
  const now = useClock(format === 'relative' ? 5_000 : 60_000)
  const instant = new Date(at)
  const absolute = formatInstant(instant, activeZone, new Date(now), seconds)
  const zone = zoneLabel(activeZone, instant)
  const relative = formatRelative(instant.getTime(), now)
  return (
    // The server's clock is a moment behind the browser's; a second's difference is no error.
    <time
      dateTime={at}
      title={format === 'relative' ? `${absolute} ${zone}\n${at}` : `${relative}\n${at}`}
      suppressHydrationWarning
      className="whitespace-nowrap tabular-nums"
    >
      {format === 'relative' ? relative : absolute}
      {format === 'absolute' ? <ZoneChip zone={zone} /> : null}
      {utc && zone !== 'UTC' ? (
        <>
          {' = '}
          {formatInstant(instant, 'UTC', new Date(now), seconds)}
          <ZoneChip zone="UTC" />
        </>
      ) : null}
    </time>
  )
}

/** Names the zone of the time before it. */
export function ZoneChip({ zone }: { zone: string }) {
  return (
    <span
      className="ml-1.5 rounded-sm bg-hover px-1 py-px text-2xs font-medium text-ink-3"
      suppressHydrationWarning
    >
      {zone}
    </span>
  )
}

/** The time from `from` until `to`, or until now, counting on, while `to` is null. */
export function Elapsed({ from, to }: { from: string; to: string | null }) {
  const now = useClock(1_000)
  const end = to === null ? now : new Date(to).getTime()
  return (
    <span className="whitespace-nowrap tabular-nums" suppressHydrationWarning>
      {formatDuration(end - new Date(from).getTime())}
    </span>
  )
}
