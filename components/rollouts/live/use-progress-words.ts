'use client'

import { useEffect } from 'react'
import { api } from '@/lib/client/api'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { isAtWork } from '@/lib/stream/cell'
import { useHeader } from './live-context'

/** Rows that scroll by are not asked for. */
const settleMs = 120
const everyMs = 2_000
/** The server answers for no more at once. */
const askedMax = 200

/**
 * Asks what those of these targets that are at work say of their progress, now and every two seconds: words that
 * change all the time are not worth sending to somebody who looks elsewhere.
 */
export function useProgressWords(store: RolloutStore, indexes: readonly number[]): void {
  const { id } = useHeader()
  const shown = indexes.slice(0, askedMax).join()
  useEffect(() => {
    if (shown === '') return
    let timer: ReturnType<typeof setTimeout>
    let left = false
    const ask = async () => {
      const working = shown
        .split(',')
        .map(Number)
        .filter((index) => isAtWork(store.columns.cells[index] ?? 0))
      if (working.length > 0 && document.visibilityState === 'visible') {
        try {
          const words = await api<(string | null)[]>(
            'GET',
            `/api/rollouts/${id}/progress?of=${working.join()}`,
          )
          if (!left) store.hear(working, words)
        } catch {
          // The connection's banner tells; the next question tries again.
        }
      }
      if (!left) timer = setTimeout(() => void ask(), everyMs)
    }
    timer = setTimeout(() => void ask(), settleMs)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [store, id, shown])
}
