import type { AmendedData, Amendment, ProposedData } from './amend/amendment'
import type {
  AttemptOutcome,
  Evidence,
  Gate,
  Guard,
  NodeStatus,
  Phase,
  ReasonCode,
  ResolvedLimits,
  Target,
} from './model'
import type { PauseCause, PhaseState, RolloutState } from './states'

/** States in which a rollout rests. */
export type FinalState = Extract<
  RolloutState,
  'succeeded' | 'succeeded_with_failures' | 'nothing_to_do' | 'failed' | 'aborted' | 'rolled_back'
>

/** States in which a phase is done. */
export type DonePhaseState = Extract<
  PhaseState,
  'succeeded' | 'succeeded_with_failures' | 'failed' | 'skipped' | 'aborted'
>

/**
 * Everything that can happen to a rollout. Each becomes one event of its log, and a state is nothing but its
 * changes applied in order: what a handler of `apply` needs and cannot derive is in `data`.
 */
export type Change =
  | { type: 'rollout.scheduled'; data: { startAt: number; reason: string | null } }
  | { type: 'rollout.unscheduled'; data: { reason: string | null } }
  | { type: 'rollout.started' }
  | { type: 'rollout.paused'; data: { cause: PauseCause; detail: string | null } }
  | {
      type: 'rollout.resumed'
      data: { reason: string | null; acknowledged: number; overriderId: number | null }
    }
  | { type: 'rollout.aborting'; data: { reason: string | null; cancelInFlight: boolean } }
  | { type: 'rollout.reopened'; data: { acknowledged: number; overriderId: number | null } }
  | {
      type: 'rollout.rolling_back'
      /**
       * Targets by id; null = all that were touched, and what has not begun is cancelled. Whoever names some while all
       * are taken back gives these another try, and it stays a rollback of all.
       */
      data: { reason: string | null; cancelInFlight: boolean; targets: readonly number[] | null }
    }
  | { type: 'rollout.amended'; data: AmendedData; amendment: Amendment }
  | { type: 'rollout.amendment_proposed'; data: ProposedData }
  | { type: 'rollout.amendment_rejected' | 'rollout.amendment_withdrawn'; data: { reason: string | null } }
  /** A rollback of chosen clusters is done, and there is more to do forward: that waits for a person. */
  | { type: 'rollout.rollback_ended'; data: { detail: string } }
  | { type: `rollout.${FinalState}` }
  | {
      type: 'budget.exhausted'
      phase: Phase | null
      data: { max: number; charged: number; effect: 'pause' | 'abort' | 'rollback' }
    }
  | {
      type: 'stop.fired'
      phase: Phase | null
      data: {
        failures: number
        trials: number
        /** Null = compared with waiting clusters on the check. */
        baseline: number | null
        check: string | null
        falseAlarm: number
        evidence: number
      }
    }
  | {
      type: 'stop.compared'
      phase: Phase
      /** An upgraded cluster, and how many waiting ones were seen with it; `from`: position of the first of these. */
      data: { cluster: string; fails: boolean; waiting: number; waitingFail: number; from: number }
    }
  | { type: 'phase.waiting'; phase: Phase }
  | { type: 'phase.started'; phase: Phase; data: ResolvedLimits }
  | { type: 'phase.step_started'; phase: Phase; data: { step: number; upTo: number } }
  | { type: 'phase.soaking'; phase: Phase; data: { until: number | null } }
  | { type: 'phase.reopened'; phase: Phase }
  | { type: `phase.${DonePhaseState}`; phase: Phase }
  | { type: 'gate.requested'; gate: Gate; data: { expiresAt: number | null } }
  | {
      type: 'gate.approved' | 'gate.refused'
      gate: Gate
      data: { userId: number; user: string; comment: string | null; missing: number }
    }
  | { type: 'gate.opened' | 'gate.closed'; gate: Gate; data: GateTurn | null }
  | { type: 'gate.overridden'; gate: Gate; data: { userId: number; user: string; reason: string } }
  | { type: 'gate.observed'; gate: Gate; data: Evidence }
  | { type: 'gate.answered'; gate: Gate; data: Evidence }
  | { type: 'guard.observed'; guard: Guard; data: Evidence }
  | { type: 'gate.rejected'; gate: Gate }
  | { type: 'gate.expired'; gate: Gate }
  | { type: 'gate.reset'; gate: Gate }
  | { type: 'target.started'; target: Target; data: { previous: Record<string, unknown> } | null }
  | { type: 'target.attempt_started'; target: Target }
  | { type: 'target.preflight_passed'; target: Target }
  | { type: 'target.preflight_repeated'; target: Target; data: { message: string } }
  | { type: 'target.accepted'; target: Target; data: { operationId: string | null } }
  | {
      type: 'target.start_delayed'
      target: Target
      data: { message: string; retryAt: number; deadlineAt?: number }
    }
  | {
      type: 'target.progressed'
      target: Target
      data: {
        progress: number | null
        message: string | null
        nodes: Record<string, NodeStatus> | null
      }
    }
  | {
      type: 'target.attempt_ended'
      target: Target
      data: { outcome: AttemptOutcome; message: string | null; retryAt: number }
    }
  | { type: 'target.verifying'; target: Target; data: { message: string } | null }
  | { type: 'target.succeeded'; target: Target; data: { message: string } | null }
  | {
      type: 'target.failed'
      target: Target
      data: { reason: ReasonCode; outcome: AttemptOutcome; message: string | null; afterTrip?: true }
    }
  | { type: 'target.skipped'; target: Target; data: { reason: ReasonCode; message: string | null } }
  | {
      type: 'target.cancelled'
      target: Target
      data: {
        reason: ReasonCode
        message: string | null
        /** Surely nothing was ever done to its cluster. */
        untouched?: boolean
      }
    }
  | { type: 'target.retried'; target: Target }
  | { type: 'target.revert_started'; target: Target }
  | { type: 'target.reverted'; target: Target; data: { message: string } | null }
  | {
      type: 'target.revert_failed'
      target: Target
      data: { reason: ReasonCode; outcome: AttemptOutcome; message: string | null }
    }
  | { type: 'target.revert_skipped'; target: Target; data: { reason: ReasonCode; message: string | null } }
  | { type: 'target.revert_retried'; target: Target }
  | {
      type: 'target.late_answer'
      target: Target
      data: { generation: number; kind: string; message: string | null }
    }

/** Until when a gate stays as it has become, as far as time alone decides; null = for good. */
export interface GateTurn {
  readonly until: number | null
}

export type ChangeType = Change['type']

/** A change with the moment it was decided. */
export type Recorded = Change & { readonly at: number; readonly attempt: number | null }
