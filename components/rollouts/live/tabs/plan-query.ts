import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { RolloutDto } from '@/lib/rollouts/dto'
import type { LaunchedPlanDto } from '@/lib/stream/launched-plan'

/** The plan that is carried out: of one hash it never changes, so it is read once. */
export const carriedPlanQuery = ({ id, planHash }: Pick<RolloutDto, 'id' | 'planHash'>) =>
  queryOptions({
    queryKey: ['rollouts', id, 'plan', planHash],
    queryFn: ({ signal }) => api<LaunchedPlanDto>('GET', `/api/rollouts/${id}/plan`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
