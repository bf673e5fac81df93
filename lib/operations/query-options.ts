import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { OperationSummaryDto } from './dto'

/** The operations in use, by name. */
export const operationsQuery = () =>
  queryOptions({
    queryKey: ['operations'],
    queryFn: async ({ signal }) =>
      (await api<{ items: OperationSummaryDto[] }>('GET', '/api/v1/operations', { signal })).items,
    staleTime: 30_000,
  })
