'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import { cx } from '@/lib/client/cx'
import type { Connection } from '@/lib/stream/browser/connection'
import { useConnection, useLiveClient } from '../live-context'

const looks: Record<Connection['state'], { words: string; dot: string }> = {
  connecting: { words: 'Connecting', dot: 'bg-control' },
  live: { words: 'Live', dot: 'bg-success' },
  catching_up: { words: 'Catching up', dot: 'bg-control' },
  stale: { words: 'Stale', dot: 'bg-warning' },
  reconnecting: { words: 'Reconnecting', dot: 'bg-warning' },
  offline: { words: 'Offline', dot: 'bg-warning' },
  database: { words: 'Database unreachable', dot: 'bg-warning' },
  ended: { words: 'Not live', dot: 'bg-danger' },
}

/** Says in a word how far what is shown can be trusted. */
export function ConnectionChip() {
  const { state } = useConnection()
  const { words, dot } = looks[state]
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-xs text-ink-2">
      <span className={cx('size-1.5 rounded-full', dot)} aria-hidden="true" />
      {words}
    </span>
  )
}

/** Says, where it cannot be missed, that what is shown is not up to date, and since when. */
export function StaleBanner() {
  const connection = useConnection()
  const client = useLiveClient()
  if (connection.state === 'ended') {
    return (
      <Banner>
        <span className="font-medium">{connection.message}</span> What you see is of{' '}
        <Time at={new Date(connection.since).toISOString()} format="absolute" /> and does not change any more.
        <Button size="sm" variant="ghost" className="ml-2" onClick={() => window.location.reload()}>
          Reload this page
        </Button>
      </Banner>
    )
  }
  if (!('since' in connection)) return null
  return (
    <Banner>
      <span className="font-medium">{reasons[connection.state]}</span> What you see is of{' '}
      <Time at={new Date(connection.since).toISOString()} format="absolute" />. Clocks stand still until it is
      live again; actions still work if the server can be reached.
      <Button size="sm" variant="ghost" className="ml-2" onClick={() => client.retryNow()}>
        Try now
      </Button>
    </Banner>
  )
}

const reasons = {
  stale: 'The server is silent.',
  reconnecting: 'The connection is lost and is tried again.',
  offline: 'This computer is offline.',
  database: 'The server cannot reach its database; the rollout goes on as soon as it can.',
} as const

function Banner({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="mb-4 rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning">
      {children}
    </div>
  )
}
