import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { LaunchedPlanDto } from '@/lib/stream/launched-plan'

/** What was launched: never changes, so it is read once. */
export const launchedPlanQuery = (rollout: string) =>
  queryOptions({
    queryKey: ['rollouts', rollout, 'plan'],
    queryFn: ({ signal }) => api<LaunchedPlanDto>('GET', `/api/rollouts/${rollout}/plan`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
