import type { ExclusionReason } from '@/lib/core/plan/types'

/** The parts of a plan that is carried out that are too large for the live header. */
export interface LaunchedPlanDto {
  excluded: { cluster: string; reason: ExclusionReason; detail: string }[]
  /** The policy as it holds, as YAML; amendments change it. */
  policy: string
}
