import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { decodeRoster, type Roster } from './roster'

/**
 * The whole fleet by name, held in the browser for filters and live counts. Asked again when the window is
 * looked at; unchanged, the answer is an empty 304.
 */
export const rosterQuery = () =>
  queryOptions<ClusterFacts[]>({
    queryKey: ['fleet', 'roster'],
    queryFn: async ({ signal }) => decodeRoster(await api<Roster>('GET', '/api/fleet/roster', { signal })),
    staleTime: 10_000,
    // Comparing 10,000 clusters field by field costs more than drawing the rows that are visible.
    structuralSharing: false,
  })
