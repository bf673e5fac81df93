import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type {
  AmendmentDetailDto,
  AmendmentDto,
  AmendmentEffectDto,
  CarriedPolicyDto,
  RolloutDto,
} from '@/lib/rollouts/dto'

/**
 * The policy that a rollout carries out now, as text. It is read anew whenever the plan is another, and each time
 * somebody begins to look at it: what they have seen is known by that.
 *
 * @param look which look of theirs it is
 */
export const carriedPolicyQuery = ({ id, planHash }: Pick<RolloutDto, 'id' | 'planHash'>, look: number) =>
  queryOptions({
    queryKey: ['rollouts', id, 'policy', planHash, look],
    queryFn: ({ signal }) => api<CarriedPolicyDto>('GET', `/api/v1/rollouts/${id}/policy`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

/** What an amendment would do as the rollout stands now. */
export const amendmentPreviewQuery = (
  { id, planHash, phases }: Pick<RolloutDto, 'id' | 'planHash' | 'phases'>,
  policy: string,
) =>
  queryOptions({
    queryKey: [
      'rollouts',
      id,
      'amendment-preview',
      planHash,
      phases.map(({ state, step }) => `${state}${step}`).join(),
      policy,
    ],
    queryFn: ({ signal }) =>
      api<AmendmentEffectDto>('POST', `/api/v1/rollouts/${id}/amendments/preview`, {
        body: { policy },
        signal,
      }),
    gcTime: 0,
  })

/** One amendment with what it would do now, and who may decide on it. */
export const amendmentQuery = (rollout: string, amendment: string) =>
  queryOptions({
    queryKey: ['rollouts', rollout, 'amendment', amendment],
    queryFn: ({ signal }) =>
      api<AmendmentDetailDto>('GET', `/api/v1/rollouts/${rollout}/amendments/${amendment}`, { signal }),
  })

/** How the policy of a rollout was changed since its launch; read anew when one is made, proposed or decided. */
export const amendmentsQuery = ({
  id,
  planHash,
  amendment,
}: Pick<RolloutDto, 'id' | 'planHash' | 'amendment'>) =>
  queryOptions({
    queryKey: ['rollouts', id, 'amendments', planHash, amendment?.id ?? null],
    queryFn: ({ signal }) => api<AmendmentDto[]>('GET', `/api/v1/rollouts/${id}/amendments`, { signal }),
    placeholderData: keepPreviousData,
  })
