'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/lib/client/api'
import type { PlanDto } from '@/lib/plans/dto'
import type { PlanInput } from '@/lib/rollouts/schemas'

/** How long after the last change the plan is made anew. */
const settleMs = 250

/** Asks the server for the plan of a composition; null = not complete yet, so there is nothing to ask. */
export function usePlan(input: PlanInput | null) {
  const settled = useSettled(input === null ? null : JSON.stringify(input))
  const query = useQuery({
    queryKey: ['plan', settled],
    enabled: settled !== null,
    queryFn: ({ signal }) => api<PlanDto>('POST', '/api/v1/plans', { body: settled, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 60_000,
  })
  const current = input !== null && settled === JSON.stringify(input) && !query.isPlaceholderData
  return { ...query, plan: settled === null ? undefined : query.data, current }
}

/** Gives a value once it has not changed for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
