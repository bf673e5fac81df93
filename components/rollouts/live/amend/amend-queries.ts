import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { AmendmentDetailDto, AmendmentEffectDto, CarriedPolicyDto } from '@/lib/rollouts/dto'

/** The policy that a rollout carries out now, as text; read when it is asked for, and not again behind one's back. */
export const carriedPolicyQuery = (rollout: string) =>
  queryOptions({
    queryKey: ['rollouts', rollout, 'policy'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => api<CarriedPolicyDto>('GET', `/api/v1/rollouts/${rollout}/policy`, { signal }),
    gcTime: 0,
  })

/** What an amendment would do now. Refusals are answers here, so they are not asked for again. */
export const amendmentPreviewQuery = (rollout: string, planHash: string, policy: string) =>
  queryOptions({
    queryKey: ['rollouts', rollout, 'amendment-preview', planHash, policy],
    queryFn: ({ signal }) =>
      api<AmendmentEffectDto>('POST', `/api/v1/rollouts/${rollout}/amendments/preview`, {
        body: { policy },
        signal,
      }),
    retry: false,
    gcTime: 0,
  })

/** One amendment with what it would do now, and who may decide on it. */
export const amendmentQuery = (rollout: string, amendment: string) =>
  queryOptions({
    queryKey: ['rollouts', rollout, 'amendment', amendment],
    queryFn: ({ signal }) =>
      api<AmendmentDetailDto>('GET', `/api/v1/rollouts/${rollout}/amendments/${amendment}`, { signal }),
  })
