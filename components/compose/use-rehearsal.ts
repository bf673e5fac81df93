'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { PlanDto } from '@/lib/plans/dto'
import type { RehearsalDto } from '@/lib/rehearsals/dto'
import type { PlanInput } from '@/lib/rollouts/schemas'

/** Rehearses the plan that is shown, once; null = there is none, or it is not wanted. */
export function useRehearsal(input: PlanInput | null, plan: PlanDto | null) {
  return useQuery({
    queryKey: ['rehearsal', plan?.hash ?? null, input],
    enabled: input !== null && plan !== null,
    queryFn: ({ signal }) => api<RehearsalDto>('POST', '/api/v1/rehearsals', { body: input, signal }),
    // The answer holds for the plan it was made of; the freezes and the history behind it move slowly.
    staleTime: 60_000,
    retry: false,
  })
}
