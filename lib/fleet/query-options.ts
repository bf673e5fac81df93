import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { InFlightDto } from './list-in-flight'
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

/** By cluster, the rollout that is at work on it; asked again every four seconds while somebody looks. */
export const inFlightQuery = () =>
  queryOptions({
    queryKey: ['fleet', 'in-flight'],
    queryFn: async ({ signal }) => {
      const items = await api<InFlightDto[]>('GET', '/api/fleet/in-flight', { signal })
      return new Map(items.map(({ cluster, rollout }) => [cluster, rollout]))
    },
    refetchInterval: 4_000,
    structuralSharing: false,
  })
