'use client'

import { Tooltip } from '@/components/ui/tooltip'
import { usePreferences } from '@/lib/client/preferences'
import { zoneLabel } from '@/lib/client/zone'

/** Tells in which zone times are written, and switches between one's own and UTC. */
export function ZoneSwitch() {
  const { zone, localZone, activeZone, setZone } = usePreferences()
  const next = zone === 'utc' ? 'local' : 'utc'
  const words =
    zone === 'utc'
      ? `Times are in UTC. Switch to ${localZone ?? 'your zone'}.`
      : `Times are in ${activeZone}. Switch to UTC.`
  return (
    <Tooltip label={words} side="bottom">
      <button
        type="button"
        aria-label={words}
        onClick={() => setZone(next)}
        className="h-7 rounded-md px-1.5 text-xs font-medium text-ink-2 hover:bg-hover hover:text-ink max-sm:hidden"
        suppressHydrationWarning
      >
        {zoneLabel(activeZone, new Date())}
      </button>
    </Tooltip>
  )
}
