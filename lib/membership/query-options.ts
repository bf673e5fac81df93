import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { MembershipDto } from './dto'

/** How the fleet has moved since a rollout was launched; that is seldom news, so a minute is soon enough. */
export const membershipQuery = (rollout: string) =>
  queryOptions({
    queryKey: ['rollouts', rollout, 'membership'],
    queryFn: ({ signal }) => api<MembershipDto>('GET', `/api/v1/rollouts/${rollout}/membership`, { signal }),
    refetchInterval: 60_000,
    staleTime: 60_000,
  })
