import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { FreezeDto } from './dto'

/** All freezes with what they override, those that end last first; asked again every ten seconds. */
export const freezesQuery = () =>
  queryOptions({
    queryKey: ['freezes'],
    queryFn: async ({ signal }) =>
      (await api<{ items: FreezeDto[] }>('GET', '/api/v1/freezes', { signal })).items,
    refetchInterval: 10_000,
  })
