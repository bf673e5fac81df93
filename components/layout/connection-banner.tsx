'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Spinner } from '@/components/ui/spinner'
import { usePreferences } from '@/lib/client/preferences'
import { readinessKey } from '@/lib/client/query-client'
import { type Readiness, readReadiness } from '@/lib/client/readiness'
import { formatClock, zoneLabel } from '@/lib/client/zone'

const words: Record<Exclude<Readiness, 'ready'>, string> = {
  server: 'Server unreachable',
  database: 'Database unreachable',
  worker: 'No worker is alive; nothing is started or observed',
}

/**
 * Says when what one sees is no longer kept up to date, since when, and that it is being retried. Polls every
 * 10 s, every second while something is wrong, so that the banner goes as soon as it may.
 */
export function ConnectionBanner() {
  const { activeZone } = usePreferences()
  const [since, setSince] = useState<Date | null>(null)
  const { data: state = 'ready' } = useQuery({
    queryKey: readinessKey,
    queryFn: async () => {
      const now = await readReadiness()
      setSince((before) => (now === 'ready' ? null : (before ?? new Date())))
      return now
    },
    refetchInterval: (query) => (query.state.data === 'ready' ? 10_000 : 1_000),
    retry: false,
  })
  return (
    <div role="status" aria-live="polite">
      {state === 'ready' || since === null ? null : (
        <div className="flex items-center gap-2.5 border-b border-line bg-warning-soft px-4 py-2 text-sm text-warning md:px-6">
          <Spinner />
          <p className="min-w-0 flex-1">
            <span className="font-medium">{words[state]}</span> since{' '}
            <time dateTime={since.toISOString()} className="tabular-nums">
              {formatClock(since, activeZone)} {zoneLabel(activeZone, since)}
            </time>
            ; retrying. What you see may be out of date.
          </p>
        </div>
      )}
    </div>
  )
}
