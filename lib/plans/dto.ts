/** Shapes of plans as REST and screens see them; all amounts resolved to numbers over today's fleet. */
import type { ExclusionReason, PlanWarningCode } from '@/lib/core/plan/types'
import type { OpeningDto } from '@/lib/rollouts/dto'

export interface PlanTargetDto {
  cluster: string
  /** From 1, gapless within the phase. */
  position: number
}

/** How many values of provider, region, version and tier, and pairs of them, are covered, of how many. */
export interface CoverageDto {
  singles: { covered: number; total: number }
  pairs: { covered: number; total: number }
}

/** A window in front of a phase. */
export interface PlanWindowDto {
  /** `mon–thu 09:00–16:00 Europe/London` */
  title: string
  /** The next five times that it is open, the present one first. */
  openings: OpeningDto[]
}

export interface PlanPhaseDto {
  id: string
  title: string
  /** Ids of the phases that must be done first. */
  after: string[]
  /** Targets of the phase. */
  count: number
  /** In the order in which they are to start. */
  targets: PlanTargetDto[]
  /** Clusters its selector matches, those that earlier phases took of them, and those that `take` leaves. */
  matched: number
  takenByEarlier: number
  leftOver: number
  maxInFlight: number
  /** Cumulative number of targets at which each ramp step ends; the last is the count. */
  steps: number[]
  /** Failures tolerated; null = only the rollout's budget. */
  failureBudget: number | null
  /** What each step has covered when it ends; null unless the order is diverse. */
  coverage: CoverageDto[] | null
  /** What must open before it starts, and what it waits for at its end, in words. */
  gates: string[]
  /** When its windows are open next. */
  windows: PlanWindowDto[]
}

export interface PlanNoteDto {
  code: PlanWarningCode
  /** Null when it is about the whole plan. */
  phase: string | null
  message: string
}

export interface PlanDto {
  /** What approvals bind to; pass it to the launch to be refused when the fleet has changed since. */
  hash: string
  operation: { name: string; revision: number }
  /** Nulls when the policy was given inline. */
  policy: { name: string | null; revision: number | null }
  select: string
  counts: { fleet: number; selected: number; planned: number; excluded: number }
  phases: PlanPhaseDto[]
  excluded: { cluster: string; reason: ExclusionReason; detail: string }[]
  warnings: PlanNoteDto[]
  /** Whether the operation has a revert, and the step after which a cluster cannot be taken back. */
  wayBack: { possible: boolean; irreversibleAfter: 'apply' | 'verify' | null }
  /** Why it cannot be launched; empty = it can. */
  blockers: PlanNoteDto[]
}
