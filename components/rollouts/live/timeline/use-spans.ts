'use client'

import { useEffect, useReducer, useRef, useState } from 'react'
import { api } from '@/lib/client/api'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import type { SpansDto } from '@/lib/stream/spans'
import { useHeader, useVersion } from '../live-context'
import { addSpans, type Span, type SpansByTarget } from './spans'

/** Least time between two readings. */
const everyMs = 2_000

/**
 * The ended attempts, read on while the rollout moves; without them lanes are drawn whole. Always the same map, to
 * which they are added: whoever uses it draws anew, and must not remember anything by its identity.
 */
export function useSpans(store: RolloutStore): SpansByTarget {
  const { id } = useHeader()
  const version = useVersion(store, 'counts')
  const [spans] = useState(() => new Map<number, Span[]>())
  const [, drawAnew] = useReducer((readings: number) => readings + 1, 0)
  const last = useRef(0)
  const reading = useRef(false)
  const readAt = useRef(0)
  useEffect(() => {
    void version
    const read = async () => {
      if (reading.current) return
      reading.current = true
      readAt.current = Date.now()
      try {
        for (let more = true; more; ) {
          const page = await api<SpansDto>('GET', `/api/rollouts/${id}/spans?after=${last.current}`)
          last.current = page.last
          more = page.more
          if (page.target.length === 0) continue
          addSpans(spans, page)
          drawAnew()
        }
      } catch {
        // The connection banner tells; the next change tries again.
      } finally {
        reading.current = false
      }
    }
    const timer = setTimeout(() => void read(), Math.max(0, readAt.current + everyMs - Date.now()))
    return () => clearTimeout(timer)
  }, [id, version, spans])
  return spans
}
