'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { api, messageOf } from '@/lib/client/api'
import type { EventDto, Page } from '@/lib/rollouts/dto'
import { useHeader, useLiveClient, useStore, useVersion } from '../live-context'

const pageSize = 500
/** Newest events kept in the browser; older ones can be read again. */
const keptMax = 12_000

interface Log {
  /** Oldest first, without a hole. */
  events: readonly EventDto[]
  error: string | null
  busy: boolean
  /** Reads the page before the oldest; null when the first event is there. */
  readOlder: (() => void) | null
}

/** The newest events of the rollout, kept up to date while the component is there. */
export function useEvents(): Log {
  const rollout = useHeader()
  const client = useLiveClient()
  const store = useStore()
  const version = useVersion(store, 'counts')
  const [events, setEvents] = useState<readonly EventDto[]>([])
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const newest = useRef<number | null>(null)
  const reading = useRef(false)

  const read = useCallback(
    async (after: number, limit: number): Promise<EventDto[]> => {
      const page = await api<Page<EventDto>>(
        'GET',
        `/api/v1/rollouts/${rollout.id}/events?after=${after}&limit=${limit}`,
      )
      return page.items
    },
    [rollout.id],
  )

  const catchUp = useCallback(async () => {
    if (reading.current) return
    reading.current = true
    try {
      const target = Math.max(client.header.lastSeq, client.store?.seq ?? 0)
      const start = newest.current ?? Math.max(0, target - pageSize)
      let after = start
      while (after < target) {
        const items = await read(after, pageSize)
        const last = items.at(-1)
        if (!last) break
        after = last.seq
        newest.current = after
        setEvents((before) => [...before, ...items].slice(-keptMax))
      }
      setError(null)
    } catch (problem) {
      setError(messageOf(problem))
    } finally {
      reading.current = false
    }
  }, [client, read])

  // At most twice a second, however fast events come.
  useEffect(() => {
    void version
    void rollout.lastSeq
    const timer = setTimeout(() => void catchUp(), newest.current === null ? 0 : 500)
    return () => clearTimeout(timer)
  }, [catchUp, version, rollout.lastSeq])

  const oldest = events[0]?.seq ?? 1
  const readOlder = async () => {
    setBusy(true)
    try {
      const from = Math.max(0, oldest - 1 - pageSize)
      const items = await read(from, oldest - 1 - from)
      setEvents((before) => [...items, ...before])
    } catch (problem) {
      setError(messageOf(problem))
    } finally {
      setBusy(false)
    }
  }
  return { events, error, busy, readOlder: oldest > 1 ? () => void readOlder() : null }
}
