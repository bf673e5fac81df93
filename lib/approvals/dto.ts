/**
 * Shapes of approvals as the inbox and the card see them. Instants are ISO 8601 in UTC.
 */

import type { GateState, PhaseState, RolloutState } from '@/lib/core/rollout/states'
import type { EvidenceDto as CheckEvidenceDto, DecisionDto } from '@/lib/rollouts/dto'

/** One approval that waits for somebody. */
export interface InboxItemDto {
  rollout: string
  /** A gate's id, or what tells an amendment apart. */
  gate: string
  /** Id of the amendment that waits; null = it is a gate. */
  amendment: string | null
  rolloutTitle: string
  /** What is asked, complete enough to be answered: "Start phase 3, AWS rest, on 2,806 clusters?" */
  question: string
  operation: string
  launchedBy: string
  requestedAt: string
  expiresAt: string | null
  approved: number
  needed: number
  /** Whether whoever looks may approve it now; `whyNot` says why not. */
  mine: boolean
  /** Whether it asks for a role that whoever looks holds, also when they may not decide this one. */
  myRole: boolean
  whyNot: string | null
  /** Rejecting is open to more people: also who launched a rollout may stop it here. */
  whyNotReject: string | null
}

/** Everything one needs to know before deciding. */
export interface ApprovalDto extends InboxItemDto {
  state: GateState
  rolloutState: RolloutState
  reason: string | null
  params: Record<string, unknown>
  policy: string | null
  policyRevision: number | null
  decidedAt: string | null
  decisions: DecisionDto[]
  /** Others who could decide it now, by user name. */
  others: string[]
  stake: StakeDto
  evidence: EvidenceDto
  planHash: string
  /** The newest event at the moment of reading; a decision says it to be refused when more has failed since. */
  lastSeq: number
}

/** What this decision puts at stake. */
export interface StakeDto {
  clusters: number
  /** Sum of the clusters' weights: customers, for instance. */
  weight: number
  tiers: { name: string; clusters: number }[]
  regions: { name: string; clusters: number }[]
  versions: { name: string | null; clusters: number }[]
  /** Failures that the phase tolerates; null = only the rollout's budget. */
  budget: number | null
  maxInFlight: number
}

/** What one check has shown: a gate of a phase, or a guard of the whole rollout. */
export interface CheckProofDto extends CheckEvidenceDto {
  name: string
  /** Title of its phase; null = it is a guard. */
  phase: string | null
}

/** What speaks for or against going on, beside the counts. */
export interface ProofDto {
  /** Of the whole rollout; null = it has none. */
  budget: BurntDto | null
  /** Those that were looked at, at most 20. */
  checks: CheckProofDto[]
  /** Since the newest approval that opened; null = none has. */
  since: { phase: string; at: string; succeeded: number; failed: number } | null
}

/** Failures that a budget counts, and how many it tolerates. */
export interface BurntDto {
  charged: number
  max: number
}

/** What has happened in this rollout so far. */
export interface EvidenceDto extends ProofDto {
  succeeded: number
  failed: number
  skipped: number
  inFlight: number
  total: number
  phases: {
    title: string
    state: PhaseState
    succeeded: number
    /** Those that failed on their way back included. */
    failed: number
    reverting: number
    reverted: number
    revertFailed: number
    total: number
    startedAt: string | null
    /** Until when it soaks, or has soaked; null = it has not come to that. */
    soakUntil: string | null
    finishedAt: string | null
    /** Its own; null = it has none, or has not started. */
    budget: BurntDto | null
  }[]
  /** Most frequent failures, at most three. */
  failures: { message: string; count: number; phase: string }[]
}
