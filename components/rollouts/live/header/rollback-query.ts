import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { RollbackPreviewDto } from '@/lib/rollouts/dto'
import { type RollbackScope, selectOf } from './rollback-scope'

/** What a rollback would do now; asked anew each time a sheet opens, and again when the rollout has moved on. */
export const rollbackPreviewQuery = (rollout: string, seq: number, scope: RollbackScope) => {
  const select = selectOf(scope)
  const search = select === undefined ? '' : `?select=${encodeURIComponent(select)}`
  return queryOptions({
    queryKey: ['rollouts', rollout, 'rollback', seq, select],
    queryFn: ({ signal }) =>
      api<RollbackPreviewDto>('GET', `/api/v1/rollouts/${rollout}/rollback${search}`, { signal }),
    gcTime: 0,
  })
}
