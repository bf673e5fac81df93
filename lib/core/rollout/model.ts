/**
 * What a rollout is while the engine thinks about it. Instants are epoch ms, ids are numbers, amounts are
 * resolved. Rows are a projection of these objects; nothing but `apply` changes them.
 */
import type { ResolvedOperation } from '@/lib/core/operation/types'
import type { ResolvedGate, ResolvedGuard, ResolvedPhase, ResolvedPolicy } from '@/lib/core/policy/resolved'
import type { Json } from '@/lib/core/shared/json'
import type { Blocks } from '@/lib/core/stats/blocks'
import type { GateState, PauseCause, PhaseState, RolloutState, TargetState } from './states'

/** What is tried on a target: the checks before, the operation itself, the checks after it, or the way back. */
export type Step = 'preflight' | 'apply' | 'verify' | 'revert'

/** Why a target was skipped, cancelled, or failed. */
export type ReasonCode =
  | 'error'
  | 'timed_out'
  | 'verify_failed'
  | 'preflight_failed'
  | 'lost'
  | 'satisfied'
  | 'ahead'
  | 'ineligible'
  | 'unreachable'
  | 'gone'
  | 'by_user'
  | 'aborted'
  | 'rolled_back'

/** How an ended attempt ended. */
export type AttemptOutcome = 'succeeded' | 'failed' | 'timed_out' | 'lost' | 'cancelled'

/** Facts of a cluster that a rollout keeps from its planning: for spread, order and drift. */
export interface PlannedFacts {
  readonly kind: string
  readonly provider: string
  readonly region: string
  readonly environment: string
  readonly tier: string
  readonly version: string | null
  readonly weight: number
  readonly labels: Readonly<Record<string, string>>
}

export interface NodeStatus {
  readonly state: string
  readonly message: string | null
}

/** One cluster in one rollout. See `apply` for what the combinations of fields mean. */
export interface Target {
  readonly id: number
  phase: number
  position: number
  readonly clusterId: number
  readonly cluster: string
  readonly facts: PlannedFacts
  state: TargetState
  reason: ReasonCode | null
  message: string | null
  step: Step | null
  generation: number
  attempts: number
  /** What the driver calls the started operation; '' = accepted without a name; null = no answer recorded. */
  operationRef: string | null
  progress: number | null
  startedAt: number | null
  /** Start of the attempt that is open; null = none is. */
  attemptAt: number | null
  deadlineAt: number | null
  /** Nothing is sent before: backoff between attempts, or a start that was put off. */
  retryAt: number | null
  finishedAt: number | null
  /** What was found before the first apply; null = as planned. */
  previous: Readonly<Record<string, unknown>> | null
  /** It has been in flight, but only with the checks before the start: nothing was sent to its cluster. */
  spared: boolean
  /** It is past the operation's point of no return, or may be; only where the operation has one. */
  pastReturn: boolean
  /** The rollback in which its turn has yet to come; it counts only while that one is under way. */
  revertRound: number | null
  nodes: Record<string, NodeStatus> | null
}

/** Numbers fixed when a phase starts; their base is the number of its targets. */
export interface ResolvedLimits {
  readonly base: number
  readonly maxInFlight: number
  /** Failures tolerated; null = no budget of its own. */
  readonly budget: number | null
  /** Cumulative number of targets at which each ramp step ends; the last is the base. */
  readonly steps: readonly number[]
}

/** What upgraded clusters of a phase have shown beside waiting ones, for a statistical stop on a check. */
export interface Compared {
  /** Targets from this position on have served as waiting ones. */
  readonly from: number
  /** Upgraded clusters that were compared, and those of them that failed the check. */
  readonly trials: number
  readonly failures: number
  readonly blocks: Blocks
}

export interface Phase {
  readonly index: number
  readonly id: string
  readonly title: string
  readonly rules: ResolvedPhase
  /** Indexes of the phases that must be done first. */
  readonly after: readonly number[]
  state: PhaseState
  step: number
  readonly total: number
  counts: Record<TargetState, number>
  charged: number
  acknowledged: number
  resolved: ResolvedLimits | null
  /** Null = nothing was compared. */
  compared: Compared | null
  startedAt: number | null
  soakUntil: number | null
  finishedAt: number | null
}

/** `before` the phase, `after` its last target, or in front of ramp step n. */
export type GatePlace = 'before' | 'after' | `step:${number}`

export interface Decision {
  readonly userId: number
  readonly user: string
  readonly verdict: 'approve' | 'reject'
  readonly round: number
  readonly comment: string | null
  readonly at: number
}

/** What is known of a check, or was answered by a webhook, and since when. */
export interface Evidence {
  readonly kind: 'pass' | 'fail' | 'unknown'
  readonly message: string
  /** What was seen; small. */
  readonly observed: Json
  /** When the look began that showed it first, without a break since. */
  readonly at: number
}

/** Who opened a gate in spite of everything. */
export interface Override {
  readonly userId: number
  readonly user: string
  readonly reason: string
  readonly at: number
}

/** A check that is made all the time a rollout runs. */
export interface Guard {
  readonly index: number
  readonly spec: ResolvedGuard
  /** Null = not looked at since the rollout began or went on. */
  evidence: Evidence | null
  /** Since when it has not passed, without a break. */
  failingSince: number | null
}

export interface Gate {
  readonly id: string
  readonly phase: number
  readonly place: GatePlace
  readonly spec: ResolvedGate
  state: GateState
  requestedAt: number | null
  /** Approval: when it expires. Soak: when it opens. Window: when it opens or closes next. */
  expiresAt: number | null
  decidedAt: number | null
  round: number
  decisions: Decision[]
  evidence: Evidence | null
  override: Override | null
}

/** Snapshots taken at the launch; later edits of documents change nothing here. */
export interface RolloutRules {
  readonly policy: ResolvedPolicy
  readonly operation: ResolvedOperation
}

/** The rollout itself: what its row tells. */
export interface RolloutHead {
  readonly id: number
  rules: RolloutRules
  readonly createdAt: number
  planHash: string
  readonly launchedById: number
  /** Author of the policy revision; null when the policy was given inline. */
  readonly policyAuthorId: number | null
  lastOverriderId: number | null
  state: RolloutState
  pauseCause: PauseCause | null
  pauseDetail: string | null
  cancelInFlight: boolean
  /** A rollback is under way, also while it is paused: of the whole rollout, or of chosen clusters. */
  rollback: 'whole' | 'part' | null
  /** Rollbacks so far, the one under way included. */
  rollbacks: number
  charged: number
  acknowledged: number
  /** When a draft starts by itself; null = when somebody starts it. */
  startAt: number | null
  startedAt: number | null
  finishedAt: number | null
  readonly total: number
}
