import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { HomeDto } from './dto'

/** What the home page says, anew every three seconds. */
export const homeQuery = () =>
  queryOptions({
    queryKey: ['home'],
    queryFn: ({ signal }) => api<HomeDto>('GET', '/api/home', { signal }),
    refetchInterval: 3_000,
  })
