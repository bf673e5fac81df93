/**
 * Shapes of rollouts as REST, actions and screens see them. Instants are ISO 8601 strings in UTC,
 * ids are opaque strings, amounts are already resolved to numbers.
 */

import type { EvidenceDto as HistoryDto } from '@/lib/approvals/dto'
import type { Drift } from '@/lib/core/rollout/drift'
import type { GateState, PauseCause, PhaseState, RolloutState, TargetState } from '@/lib/core/rollout/states'
import type { CoverageDto } from '@/lib/plans/dto'

export type TargetCounts = Record<TargetState, number>

/** One thing that a rollout or target waits for: why, since when, until when, and who can end it. */
export interface WaitReasonDto {
  /** approval, soak, slot, spread, lease, freeze, retry, phase, step, paused, worker, … */
  kind: string
  message: string
  /** How many pending targets it holds; null when it concerns the whole rollout. */
  targets: number | null
  phase: string | null
  gate: string | null
  since: string | null
  until: string | null
  /** Who can end it, in words: "an approver other than ada"; null = it ends by itself. */
  unblockedBy: string | null
}

export interface DecisionDto {
  user: string
  verdict: 'approve' | 'reject'
  comment: string | null
  at: string
}

/** What the check of a gate or guard shows, or what a webhook has answered. */
export interface EvidenceDto {
  /** Unknown (no answer, no data) opens nothing. */
  state: 'pass' | 'fail' | 'unknown'
  message: string
  /** What was seen. */
  value: unknown
  /** Since when it shows this, without a break. */
  since: string
  /** When it was looked at last. */
  checkedAt: string
}

/** A check that is made all the time the rollout runs. */
export interface GuardDto {
  name: string
  /** Null = not looked at since the rollout began or went on. */
  evidence: EvidenceDto | null
  /** Since when it has not passed; the rollout pauses when that lasts. */
  failingSince: string | null
  /** When that will be; null while it passes. */
  pausesAt: string | null
}

/** One time that a window is open. */
export interface OpeningDto {
  opensAt: string
  closesAt: string
}

export interface GateDto {
  id: string
  type: string
  phase: string
  /** `before`, `after` or `step:<n>`. */
  place: string
  state: GateState
  title: string
  requestedAt: string | null
  /** Approval: when it expires. Soak: when it opens. Window: when it opens or closes next. */
  expiresAt: string | null
  decidedAt: string | null
  decisions: DecisionDto[]
  /** Approvals still missing; 0 for gates of other types. */
  missing: number
  /** A window's next five openings, the present one first; empty for other gates and once its phase is over. */
  openings: OpeningDto[]
  /** What is known of its check; null for other gates, and before the first look. */
  evidence: EvidenceDto | null
  /** A webhook's notice of the present round; null for other gates, and where nobody is to be told. */
  notice: NoticeDto | null
  /** Who opened it in spite of what it waited for; null = nobody. */
  override: OverrideDto | null
}

/** Whether the outside system of a webhook gate knows that it is asked. */
export interface NoticeDto {
  /** When it took the notice; null = it has not yet. */
  toldAt: string | null
  /** How often it was sent. */
  attempts: number
  /** What came of the latest attempt; null = it was taken, or none has failed. */
  error: string | null
  /** When it is sent again; null = not any more. */
  retryAt: string | null
}

export interface OverrideDto {
  user: string
  reason: string
  at: string
}

/** A statistical stop as it stands. Shares are between 0 and 1. */
export interface StopDto {
  /** Targets that were started (compared, on a check) and count, and those of them that have failed (the check). */
  trials: number
  failures: number
  /** The check on which upgraded clusters are compared with waiting ones; null = failures count. */
  check: string | null
  /** The share that may fail; null = waiting clusters are what it is compared with. */
  baseline: number | null
  /** Probability of stopping a rollout that is no worse than the baseline. */
  falseAlarm: number
  /** An e-value: 1 says nothing; at `enough` it stops. */
  evidence: number
  enough: number
}

export interface PhaseDto {
  id: string
  index: number
  title: string
  state: PhaseState
  after: string[]
  total: number
  counts: TargetCounts
  /** Current ramp step, from 0, and the cumulative number of targets each step ends at. */
  step: number
  steps: number[]
  maxInFlight: number | null
  /** Failures tolerated, charged so far, acknowledged at resumes; null = no budget of its own. */
  budget: { max: number; charged: number; acknowledged: number } | null
  /** Its own statistical stop; null = none. */
  stop: StopDto | null
  /** What the targets that have succeeded cover of the phase; null unless its order is diverse. */
  coverage: CoverageDto | null
  startedAt: string | null
  soakUntil: string | null
  finishedAt: string | null
  /** Targets past the operation's point of no return. */
  pastReturn: number
  gates: GateDto[]
}

export interface RolloutSummaryDto {
  id: string
  title: string
  reason: string | null
  state: RolloutState
  pauseCause: PauseCause | null
  pauseDetail: string | null
  operation: string
  operationRevision: number
  policy: string | null
  policyRevision: number | null
  launchedBy: string
  total: number
  counts: TargetCounts
  createdAt: string
  /** When a draft starts by itself; null = when somebody starts it. */
  startAt: string | null
  startedAt: string | null
  finishedAt: string | null
  planHash: string
  lastSeq: number
}

export interface RolloutDto extends RolloutSummaryDto {
  params: Record<string, unknown>
  select: string
  exclude: string | null
  cancelInFlight: boolean
  waitingFor: WaitReasonDto[]
  budget: { max: number; charged: number; acknowledged: number } | null
  /** The statistical stop over the whole rollout; null = none. */
  stop: StopDto | null
  phases: PhaseDto[]
  guards: GuardDto[]
  warnings: string[]
  excludedCount: number
  wayBack: WayBackDto
  /** An amendment that waits for somebody else, while the rollout goes on as it is; null = none does. */
  amendment: PendingAmendmentDto | null
}

export interface PendingAmendmentDto {
  id: string
  proposedBy: string
  proposedAt: string
  reason: string | null
  weakenings: string[]
  /** The plan was amended since: it cannot be approved any more, only be rejected or withdrawn. */
  overtaken: boolean
}

/** One change of meaning between two policies, in words. */
export interface PolicyChangeDto {
  kind: 'added' | 'removed' | 'moved' | 'changed'
  /** Null = the policy as a whole. */
  phase: { id: string; title: string } | null
  field: string | null
  before: string | null
  after: string | null
}

/** A phase before or after an amendment, with its numbers. */
export interface PhaseSideDto {
  clusters: number
  maxInFlight: number
  failureBudget: number | null
  steps: number[]
  gates: string[]
}

export interface AmendedPhaseDto {
  id: string
  title: string
  /** What is over cannot be changed; what has begun keeps its clusters. */
  state: 'over' | 'begun' | 'ahead'
  /** Null = it was not there, or is not any more. */
  before: PhaseSideDto | null
  after: PhaseSideDto | null
}

/** What an amendment does, or would do if it were made now. */
export interface AmendmentEffectDto {
  /** The plan that it makes. */
  planHash: string
  /** In which ways it is less careful, in sentences; empty = it only tightens, and needs nobody else. */
  weakenings: string[]
  changes: PolicyChangeDto[]
  /** Targets that get another phase or position. */
  moved: number
  phases: AmendedPhaseDto[]
}

export interface AmendmentDto {
  id: string
  state: 'proposed' | 'applied' | 'rejected' | 'withdrawn'
  reason: string | null
  proposedBy: string
  proposedAt: string
  decidedBy: string | null
  decidedAt: string | null
  comment: string | null
  /** The plan that it amends, and the one that it made; null = it is not in force. */
  basePlanHash: string
  planHash: string | null
  weakenings: string[]
  changes: PolicyChangeDto[]
}

/** An amendment with what it would do now, and who may decide on it. */
export interface AmendmentDetailDto extends AmendmentDto {
  /** The policy as YAML. */
  source: string
  /** Null = it is decided, or cannot be made any more: `whyNot` says why. */
  effect: AmendmentEffectDto | null
  whyNot: string | null
  /** Why whoever asks may not approve, reject or withdraw it; null = they may. */
  whyNotApprove: string | null
  whyNotReject: string | null
  whyNotWithdraw: string | null
  /** Others who could approve it now, by user name. */
  others: string[]
  /** What has happened in the rollout so far. */
  evidence: HistoryDto
  lastSeq: number
}

/** The policy of what a rollout carries out, to be amended. */
export interface CarriedPolicyDto {
  source: string
  planHash: string
  lastSeq: number
  /** Why nothing can be amended at this moment; null = it can. */
  whyNot: string | null
}

/** What an amendment answers: in force, or waiting for somebody else. */
export interface AmendmentAckDto extends RolloutAckDto {
  amendment: { id: string; state: 'applied' | 'proposed' }
  effect: AmendmentEffectDto
}

/** How a rollout can be rolled back. */
export interface WayBackDto {
  /** A rollback that is under way, also while it is paused. */
  underWay: 'whole' | 'part' | null
  /** Whether the operation has a revert. */
  possible: boolean
  /** The step after which a cluster cannot be taken back. */
  irreversibleAfter: 'apply' | 'verify' | null
  /** Targets past it. */
  pastReturn: number
}

/** What a rollback would do. */
export interface RollbackPreviewDto {
  possible: boolean
  /** Why it is not possible. */
  why: string | null
  /** Clusters that would be taken back, and those of them that are in flight and come to rest first. */
  revert: number
  restFirst: number
  /** Pending targets that would be cancelled. */
  cancel: number
  /** Touched clusters that would stay as they are, each with the reason; the list is cut at 1,000. */
  leftCount: number
  left: { cluster: string; reason: string }[]
  /** In the order in which they would be taken back. */
  phases: { id: string; title: string; revert: number; left: number }[]
}

export interface NodeDto {
  name: string
  state: string
  message: string | null
}

export interface TargetDto {
  cluster: string
  phase: string
  position: number
  state: TargetState
  reason: string | null
  message: string | null
  step: string | null
  /** Attempts made at the present step. */
  attempt: number
  progress: number | null
  provider: string
  region: string
  tier: string
  /** Version at planning. */
  version: string | null
  startedAt: string | null
  finishedAt: string | null
  retryAt: string | null
  /** Whether a rollback can undo what is done to it; if not, why. */
  reversible: boolean
  irreversible: string | null
}

export interface AttemptDto {
  step: string
  number: number
  generation: number
  key: string
  startedAt: string
  finishedAt: string | null
  /** succeeded, failed, timed_out, lost, cancelled, …; null = in flight. */
  outcome: string | null
  message: string | null
}

export interface LogLineDto {
  id: string
  at: string
  stream: string
  text: string
}

export interface TargetDetailDto extends TargetDto {
  facts: Record<string, unknown>
  /** How its cluster was relabelled since the plan; it stays where it is. */
  drift: Drift[]
  previous: Record<string, unknown> | null
  nodes: NodeDto[]
  attempts: AttemptDto[]
  log: LogLineDto[]
  /** Why it is where it is: ordered conditions, the first unmet one first. Never empty while it waits. */
  explanation: WaitReasonDto[]
}

/** One event of the log, as the stream and the REST list carry it. */
export interface EventDto {
  seq: number
  at: string
  type: string
  rollout: string
  phase: string | null
  target: string | null
  attempt: number | null
  actor: string
  data: Record<string, unknown> | null
}

export interface Page<T> {
  items: T[]
  /** Pass as `cursor` for the next page; null = this was the last. */
  nextCursor: string | null
}

/** What a command answers: the rollout as the command left it. Commands are durable when they answer. */
export interface RolloutAckDto {
  id: string
  state: RolloutState
  pauseCause: PauseCause | null
  lastSeq: number
}

export interface GateAckDto extends RolloutAckDto {
  gate: GateDto
}

export interface TargetsAckDto extends RolloutAckDto {
  /** How many targets the command changed. */
  targets: number
}

/** How a webhook gate stands after an answer. */
export interface GateAnswerDto {
  rollout: string
  gate: string
  state: GateState
  round: number
  lastSeq: number
  /** The same call had counted before; this one has changed nothing. */
  repeated: boolean
}
