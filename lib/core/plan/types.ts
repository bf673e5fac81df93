import type { ResolvedOperation } from '@/lib/core/operation/types'
import type { ResolvedPhase, ResolvedPolicy } from '@/lib/core/policy/resolved'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { JsonObject } from '@/lib/core/shared/json'
import type { Coverage } from './coverage'

export interface PlanInput {
  readonly operation: ResolvedOperation
  /** Valid for the operation's schema (see `checkParams`), defaults applied. */
  readonly params: JsonObject
  readonly policy: ResolvedPolicy
  /** A selector over the fleet; absent = all of it. */
  readonly select?: string
  /** What to leave out of the selection: a selector, or names of clusters. */
  readonly exclude?: string | readonly string[]
  /** The fleet, names unique. */
  readonly clusters: readonly ClusterFacts[]
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Which cluster is in which phase, at which position, and what is left out and why. Every cluster of the
 * selection is in exactly one place: a target of one phase, or one exclusion.
 */
export interface Plan {
  /** SHA-256 over operation, parameters, policy and targets: what an approval binds to. Not over `now`. */
  readonly hash: string
  readonly now: number
  readonly operation: ResolvedOperation
  readonly params: JsonObject
  readonly policy: ResolvedPolicy
  readonly select: string
  readonly exclude: string | readonly string[] | null
  readonly phases: readonly PlanPhase[]
  readonly excluded: readonly PlanExclusion[]
  readonly warnings: readonly PlanWarning[]
  /** Why it cannot be launched; empty = it can. */
  readonly blockers: readonly PlanWarning[]
  readonly counts: {
    readonly fleet: number
    readonly selected: number
    readonly planned: number
    readonly excluded: number
  }
}

export interface PlanPhase {
  readonly id: string
  readonly title: string
  readonly after: readonly string[]
  /** In order of position. */
  readonly targets: readonly PlanTarget[]
  readonly counts: PhaseCounts
  readonly numbers: PhaseNumbers
  /** What each ramp step has covered when it ends; null unless the order is diverse. */
  readonly coverage: readonly Coverage[] | null
  readonly rules: ResolvedPhase
}

export interface PlanTarget {
  readonly clusterId: number | null
  readonly cluster: string
  /** From 1, gapless within the phase. */
  readonly position: number
}

export interface PhaseCounts {
  /** Clusters of the selection in need of the operation that the phase's selector matches. */
  readonly matched: number
  /** Of those, how many an earlier phase had taken, in all and by phase. */
  readonly takenByEarlier: number
  readonly takenBy: readonly { readonly phase: string; readonly count: number }[]
  /** Matched, free, and left to later phases by `take`. */
  readonly leftOver: number
  /** Targets of this phase. */
  readonly taken: number
}

/** The amounts of the phase, resolved over its targets. */
export interface PhaseNumbers {
  readonly maxInFlight: number
  /** Cumulative targets at which each step ends; the last is the number of targets. */
  readonly steps: readonly number[]
  /** Failures tolerated; null = no budget of its own. */
  readonly failureBudget: number | null
  /** For each spread, how many may be in flight per value of `by`. */
  readonly spread: readonly {
    readonly by: string
    readonly values: readonly {
      readonly value: string
      readonly targets: number
      readonly maxInFlight: number
    }[]
  }[]
}

export const exclusionReasons = ['excluded', 'ineligible', 'satisfied', 'ahead', 'unmatched'] as const
export type ExclusionReason = (typeof exclusionReasons)[number]

export interface PlanExclusion {
  readonly clusterId: number | null
  readonly cluster: string
  readonly reason: ExclusionReason
  /** For people, e.g. `is at 4.0.1, ahead of 4.0.0`. */
  readonly detail: string
}

export type PlanWarningCode =
  | 'overlap'
  | 'empty_phase'
  | 'nothing_to_do'
  | 'budget_zero'
  | 'budget_covers_all'
  | 'strata_missed'
  | 'strata_raised'
  | 'unmatched'
  | 'satisfied_unknown'
  | 'unknown_exclude'
  | 'empty_selection'
  | 'no_way_back'
  | 'no_such_check'

export interface PlanWarning {
  readonly code: PlanWarningCode
  readonly phase: string | null
  readonly message: string
}
