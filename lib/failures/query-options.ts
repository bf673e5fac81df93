import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { CheckVerb, FailuresDto, TargetsCheckDto } from './dto'

/**
 * The failures of a rollout by cause.
 * @param version changes whenever a target fails or is tried again; what was shown stays until the next is there.
 */
export const failuresQuery = (rollout: string, version: number) =>
  queryOptions({
    queryKey: ['rollouts', rollout, 'failures', version],
    queryFn: ({ signal }) => api<FailuresDto>('GET', `/api/v1/rollouts/${rollout}/failures`, { signal }),
    placeholderData: keepPreviousData,
  })

/** Which targets are meant: by name, or by a selector. */
export type TargetChoice = { clusters: readonly string[] } | { select: string }

/** What it would take and leave; asked each time anew, as everything moves. */
export const targetsCheckQuery = (rollout: string, verb: CheckVerb, choice: TargetChoice) =>
  queryOptions({
    queryKey: ['rollouts', rollout, 'check', verb, choice],
    queryFn: ({ signal }) =>
      api<TargetsCheckDto>('POST', `/api/v1/rollouts/${rollout}/targets/check`, {
        signal,
        body: { verb, ...choice },
      }),
    staleTime: 0,
    gcTime: 0,
  })
