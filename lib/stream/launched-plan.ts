import type { ExclusionReason } from '@/lib/core/plan/types'

/** The parts of a launched plan that are too large for the live header. */
export interface LaunchedPlanDto {
  excluded: { cluster: string; reason: ExclusionReason; detail: string }[]
  /** The policy's document as it was. */
  policy: unknown
}
