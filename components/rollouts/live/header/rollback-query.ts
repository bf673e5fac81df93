import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { RollbackPreviewDto } from '@/lib/rollouts/dto'

/** What a rollback would do now; asked anew each time a sheet opens, and again when the rollout has moved on. */
export const rollbackPreviewQuery = (rollout: string, seq: number) =>
  queryOptions({
    queryKey: ['rollouts', rollout, 'rollback', seq],
    queryFn: ({ signal }) =>
      api<RollbackPreviewDto>('GET', `/api/v1/rollouts/${rollout}/rollback`, { signal }),
    gcTime: 0,
  })
