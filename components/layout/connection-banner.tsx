'use client'

import { useQuery } from '@tanstack/react-query'
import { Spinner } from '@/components/ui/spinner'
import { usePreferences } from '@/lib/client/preferences'
import { type Readiness, readinessQuery } from '@/lib/client/readiness'
import { formatClock, zoneLabel } from '@/lib/client/zone'

const words: Record<Exclude<Readiness, 'ready'>, string> = {
  server: 'Server unreachable',
  database: 'Database unreachable',
  worker: 'No worker is alive, so nothing is started or observed,',
}

/** Says when what one sees is no longer kept up to date, since when, and that it is being retried. */
export function ConnectionBanner() {
  const { data } = useQuery(readinessQuery())
  return (
    <div role="status" aria-live="polite">
      {data && data.state !== 'ready' && data.since !== null ? (
        <Banner state={data.state} since={new Date(data.since)} />
      ) : null}
    </div>
  )
}

function Banner({ state, since }: { state: Exclude<Readiness, 'ready'>; since: Date }) {
  const { activeZone } = usePreferences()
  return (
    <div className="flex items-center gap-2.5 border-b border-line bg-warning-soft px-4 py-2 text-sm text-warning md:px-6">
      <Spinner />
      <p className="min-w-0 flex-1">
        <span className="font-medium">{words[state]}</span> since{' '}
        <time dateTime={since.toISOString()} className="tabular-nums">
          {formatClock(since, activeZone)} {zoneLabel(activeZone, since)}
        </time>
        ; retrying. {state === 'worker' ? 'Commands are still taken.' : 'What you see may be out of date.'}
      </p>
    </div>
  )
}
