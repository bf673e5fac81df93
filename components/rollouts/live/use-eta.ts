'use client'

import { useMemo } from 'react'
import { type Eta, estimateEnd } from './eta'
import { useLiveNow, useStore } from './live-context'

/** The estimated end, made anew every five seconds. */
export function useEta(pending: number, inFlight: number): Eta | null {
  const store = useStore()
  const now = useLiveNow(5_000)
  // What was pending at the last step is near enough, and keeps the answer from trembling.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  return useMemo(() => {
    if (!store) return null
    const { started, finished } = store.columns
    return estimateEnd({ started, finished, pending, inFlight, now })
  }, [store, now])
}
