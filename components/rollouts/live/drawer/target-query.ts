import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { TargetDetailDto } from '@/lib/rollouts/dto'

/** Everything about one target: explanation, attempts, nodes, log. */
export const targetQuery = (rollout: string, cluster: string) =>
  queryOptions({
    queryKey: ['rollouts', rollout, 'targets', cluster],
    queryFn: ({ signal }) =>
      api<TargetDetailDto>('GET', `/api/v1/rollouts/${rollout}/targets/${encodeURIComponent(cluster)}`, {
        signal,
      }),
  })
