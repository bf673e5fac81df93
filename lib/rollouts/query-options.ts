import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { Page, RolloutDto, RolloutSummaryDto } from './dto'

interface RolloutsInput {
  /** States split by commas; empty = all. */
  state: string
  cursor: string | null
  limit: number
  operation?: string | null
  policy?: string | null
  launchedBy?: string | null
  title?: string | null
}

/** A page of rollouts, newest first. */
export const rolloutsQuery = (input: RolloutsInput) =>
  queryOptions({
    queryKey: ['rollouts', input],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams()
      for (const [name, value] of Object.entries(input)) if (value) query.set(name, String(value))
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
