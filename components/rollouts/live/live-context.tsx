'use client'

import { createContext, type ReactNode, use, useLayoutEffect, useState, useSyncExternalStore } from 'react'
import { StillAt, useNow } from '@/lib/client/now'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { type Connection, isFresh } from '@/lib/stream/browser/connection'
import { LiveClient } from '@/lib/stream/browser/live-client'
import type { RolloutStore, Topic } from '@/lib/stream/browser/rollout-store'

const Context = createContext<LiveClient | null>(null)

/**
 * Follows one rollout for all below; `initial` is what the server knew when it drew the page. With `still` it
 * stays at that: for a rollout that is over.
 */
export function LiveProvider({
  initial,
  still = false,
  children,
}: {
  initial: RolloutDto
  still?: boolean
  children: ReactNode
}) {
  const [client] = useState(() => new LiveClient(initial.id, initial))
  // Before the page is painted: nothing else of it takes as long as the first answer.
  useLayoutEffect(() => {
    if (still) return
    client.start()
    const onVisible = () => client.setHidden(document.visibilityState === 'hidden')
    const onOnline = () => client.retryNow()
    const onOffline = () => client.networkLost()
    document.addEventListener('visibilitychange', onVisible)
    window.addEventListener('online', onOnline)
    window.addEventListener('offline', onOffline)
    return () => {
      document.removeEventListener('visibilitychange', onVisible)
      window.removeEventListener('online', onOnline)
      window.removeEventListener('offline', onOffline)
      client.stop()
    }
  }, [client, still])
  return (
    <Context value={client}>
      <Clocks>{children}</Clocks>
    </Context>
  )
}

/** Stops all clocks below while what is shown is older than a moment: "3 min ago" would be a guess. */
function Clocks({ children }: { children: ReactNode }) {
  const connection = useConnection()
  return <StillAt value={'since' in connection ? connection.since : null}>{children}</StillAt>
}

/** The client of the page; throws outside of a `LiveProvider`. */
export function useLiveClient(): LiveClient {
  const client = use(Context)
  if (!client) throw new Error('this needs a LiveProvider above it')
  return client
}

/** The rollout without its targets: states, gates, budgets, what it waits for. */
export function useHeader(): RolloutDto {
  const client = useLiveClient()
  return useSyncExternalStore(
    (listener) => client.subscribe('header', listener),
    () => client.header,
    () => client.header,
  )
}

export function useConnection(): Connection {
  const client = useLiveClient()
  return useSyncExternalStore(
    (listener) => client.subscribe('connection', listener),
    () => client.connection,
    () => client.connection,
  )
}

/** The store of targets; null until the roster is there. */
export function useStore(): RolloutStore | null {
  const client = useLiveClient()
  return useSyncExternalStore(
    (listener) => client.subscribe('store', listener),
    () => client.store,
    () => null,
  )
}

/** Draws anew after changes of a topic; the number only says that something changed. */
export function useVersion(store: RolloutStore | null, topic: Topic): number {
  return useSyncExternalStore(
    (listener) => store?.subscribe(topic, listener) ?? (() => {}),
    () => store?.version(topic) ?? 0,
    () => 0,
  )
}

/** The time by the server's clock, ms, floored to a step; it stands still while what is shown is not fresh. */
export function useLiveNow(stepMs = 1_000): number {
  const client = useLiveClient()
  const connection = useConnection()
  const now = useNow(stepMs)
  return isFresh(connection) ? now + client.clockAheadMs : client.shownAt
}
