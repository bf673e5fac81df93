import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { Page, RolloutDto, RolloutSummaryDto } from './dto'

/** A page of rollouts, newest first; `state` is a list of states split by commas, empty = all. */
export const rolloutsQuery = (input: { state: string; cursor: string | null; limit: number }) =>
  queryOptions({
    queryKey: ['rollouts', input],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ limit: String(input.limit) })
      if (input.state) query.set('state', input.state)
      if (input.cursor) query.set('cursor', input.cursor)
      return api<Page<RolloutSummaryDto>>('GET', `/api/v1/rollouts?${query}`, { signal })
    },
    refetchInterval: 5_000,
  })

/** One rollout with its phases, gates and what it waits for. */
export const rolloutQuery = (id: string) =>
  queryOptions({
    queryKey: ['rollouts', id],
    queryFn: ({ signal }) => api<RolloutDto>('GET', `/api/v1/rollouts/${encodeURIComponent(id)}`, { signal }),
  })
