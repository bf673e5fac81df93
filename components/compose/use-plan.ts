'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/lib/client/api'
import { useSettled } from '@/lib/client/use-settled'
import type { PlanDto } from '@/lib/plans/dto'
import { planDifference } from '@/lib/plans/plan-difference'
import type { PlanInput } from '@/lib/rollouts/schemas'

/** How long after the last change the plan is made anew. */
const settleMs = 250

/** Asks the server for the plan of a composition; null = not complete yet, so there is nothing to ask. */
export function usePlan(input: PlanInput | null) {
  const settled = useSettled(input === null ? null : JSON.stringify(input), settleMs)
  const query = useQuery({
    queryKey: ['plan', settled],
    enabled: settled !== null,
    queryFn: ({ signal }) => api<PlanDto>('POST', '/api/v1/plans', { body: settled, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    // The fleet goes on changing while somebody composes.
    refetchInterval: 15_000,
    gcTime: 60_000,
  })
  const current = input !== null && settled === JSON.stringify(input) && !query.isPlaceholderData
  const plan = settled === null ? undefined : query.data
  return { ...query, plan, current, ...useLookedAt(settled, current ? plan : undefined) }
}

/** Remembers the plan that was shown first for a composition, to say what became different since. */
function useLookedAt(composition: string | null, plan: PlanDto | undefined) {
  const [looked, setLooked] = useState<{ composition: string; plan: PlanDto } | null>(null)
  if (composition !== null && plan && looked?.composition !== composition) setLooked({ composition, plan })
  const isSame = looked !== null && looked.composition === composition
  return {
    /** How the plan differs from the one that was looked at; null = it is that one. */
    difference: isSame && plan ? planDifference(looked.plan, plan) : null,
    markSeen: () => {
      if (composition !== null && plan) setLooked({ composition, plan })
    },
  }
}
