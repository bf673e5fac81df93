import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { LineDto } from './dto'

/** Whether the line is stopped. Asked every five seconds: somebody else may stop it at any time. */
export const lineQuery = () =>
  queryOptions({
    queryKey: ['line'],
    queryFn: ({ signal }) => api<LineDto>('GET', '/api/v1/line', { signal }),
    refetchInterval: 5_000,
  })
