'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { failuresQuery } from '@/lib/failures/query-options'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { useHeader, useVersion } from '../live-context'
import { failureCount } from './failure-count'

/** Least time between two readings while failures come in. */
const everyMs = 2_000

/** The failures by cause, read anew when their number has changed. */
export function useFailures(store: RolloutStore) {
  const { id } = useHeader()
  useVersion(store, 'counts')
  const count = failureCount(store)
  const [asked, setAsked] = useState(count)
  useEffect(() => {
    if (count === asked) return
    const timer = setTimeout(() => setAsked(count), everyMs)
    return () => clearTimeout(timer)
  }, [count, asked])
  return useQuery(failuresQuery(id, asked))
}
