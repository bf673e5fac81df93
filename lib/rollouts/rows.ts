import type { ResolvedOperation } from '@/lib/core/operation/types'
import type { ResolvedGate, ResolvedPolicy } from '@/lib/core/policy/resolved'
import type {
  Compared,
  Decision,
  Evidence,
  Gate,
  GatePlace,
  Guard,
  NodeStatus,
  Override,
  Phase,
  PlannedFacts,
  ReasonCode,
  ResolvedLimits,
  RolloutHead,
  Step,
  Target,
} from '@/lib/core/rollout/model'
import type { GateState, PauseCause, PhaseState, RolloutState, TargetState } from '@/lib/core/rollout/states'

/** Rows of the tables as `pg` gives them, and the core's objects made from them. Instants: Date → epoch ms. */

export interface RolloutRow {
  id: number
  state: RolloutState
  pause_cause: PauseCause | null
  pause_detail: string | null
  cancel_in_flight: boolean
  rollback: 'whole' | 'part' | null
  rollbacks: number
  operation: ResolvedOperation
  policy: ResolvedPolicy
  params: Record<string, unknown>
  plan_hash: string
  launched_by_id: number
  policy_author_id: number | null
  last_overrider_id: number | null
  created_at: Date
  start_at: Date | null
  started_at: Date | null
  finished_at: Date | null
  charged: number
  acknowledged: number
  last_seq: number
  revision: number
  command_revision: number
  fence: number
}

export interface PhaseRow extends Record<TargetState, number> {
  index: number
  id: string
  title: string
  state: PhaseState
  step: number
  total: number
  charged: number
  acknowledged: number
  resolved: ResolvedLimits | null
  compared: Compared | null
  started_at: Date | null
  soak_until: Date | null
  finished_at: Date | null
}

export interface GateRow {
  id: string
  phase_index: number
  place: GatePlace
  spec: ResolvedGate
  state: GateState
  requested_at: Date | null
  expires_at: Date | null
  decided_at: Date | null
  round: number
  evidence: Evidence | null
  override: Override | null
}

export interface GuardRow {
  index: number
  evidence: Evidence | null
  failing_since: Date | null
}

export interface DecisionRow {
  gate_id: string
  round: number
  user_id: number
  username: string
  verdict: 'approve' | 'reject'
  comment: string | null
  created_at: Date
}

export interface TargetRow {
  id: number
  phase_index: number
  position: number
  cluster_id: number
  cluster: string
  state: TargetState
  reason: ReasonCode | null
  message: string | null
  step: Step | null
  generation: number
  attempts: number
  operation_ref: string | null
  progress: number | null
  started_at: Date | null
  attempt_at: Date | null
  deadline_at: Date | null
  retry_at: Date | null
  finished_at: Date | null
  facts: PlannedFacts
  previous: Record<string, unknown> | null
  nodes: Record<string, NodeStatus> | null
  spared: boolean
  past_return: boolean
  revert_round: number | null
}

const ms = (at: Date | null): number | null => at?.getTime() ?? null

/** Makes the head of a rollout. */
export const headOf = (row: RolloutRow, total: number): RolloutHead => ({
  id: row.id,
  rules: { policy: row.policy, operation: { ...row.operation, preflight: row.operation.preflight ?? [] } },
  createdAt: row.created_at.getTime(),
  planHash: row.plan_hash,
  launchedById: row.launched_by_id,
  policyAuthorId: row.policy_author_id,
  lastOverriderId: row.last_overrider_id,
  state: row.state,
  pauseCause: row.pause_cause,
  pauseDetail: row.pause_detail,
  cancelInFlight: row.cancel_in_flight,
  rollback: row.rollback,
  rollbacks: row.rollbacks,
  charged: row.charged,
  acknowledged: row.acknowledged,
  startAt: ms(row.start_at),
  startedAt: ms(row.started_at),
  finishedAt: ms(row.finished_at),
  total,
})

/** Makes the phases, with the rules that were frozen at the launch. */
export function phasesOf(rows: readonly PhaseRow[], policy: ResolvedPolicy): Phase[] {
  const indexes = new Map(policy.phases.map(({ id }, index) => [id, index]))
  return rows.map((row): Phase => {
    const rules = policy.phases[row.index]
    if (!rules) throw new Error(`phase ${row.index} is not in the frozen policy`)
    return {
      index: row.index,
      id: row.id,
      title: row.title,
      rules,
      after: rules.after.map((id) => indexes.get(id) ?? -1),
      state: row.state,
      step: row.step,
      total: row.total,
      counts: {
        pending: row.pending,
        applying: row.applying,
        verifying: row.verifying,
        succeeded: row.succeeded,
        failed: row.failed,
        skipped: row.skipped,
        cancelled: row.cancelled,
        reverting: row.reverting,
        reverted: row.reverted,
        revert_failed: row.revert_failed,
      },
      charged: row.charged,
      acknowledged: row.acknowledged,
      resolved: row.resolved,
      compared: row.compared,
      startedAt: ms(row.started_at),
      soakUntil: ms(row.soak_until),
      finishedAt: ms(row.finished_at),
    }
  })
}

/** Makes the gates, with who decided on them. */
export function gatesOf(rows: readonly GateRow[], decisions: readonly DecisionRow[]): Gate[] {
  return rows.map((row) => ({
    id: row.id,
    phase: row.phase_index,
    place: row.place,
    spec: row.spec,
    state: row.state,
    requestedAt: ms(row.requested_at),
    expiresAt: ms(row.expires_at),
    decidedAt: ms(row.decided_at),
    round: row.round,
    decisions: decisions.filter(({ gate_id }) => gate_id === row.id).map(decisionOf),
    evidence: row.evidence,
    override: row.override,
  }))
}

/** Makes the guards of a frozen policy. */
export const guardsOf = (rows: readonly GuardRow[], { guards }: ResolvedPolicy): Guard[] =>
  guards.map((spec, index) => {
    const row = rows.find((one) => one.index === index)
    return { index, spec, evidence: row?.evidence ?? null, failingSince: ms(row?.failing_since ?? null) }
  })

const decisionOf = (row: DecisionRow): Decision => ({
  userId: row.user_id,
  user: row.username,
  verdict: row.verdict,
  round: row.round,
  comment: row.comment,
  at: row.created_at.getTime(),
})

/** Makes a target. */
export const targetOf = (row: TargetRow): Target => ({
  id: row.id,
  phase: row.phase_index,
  position: row.position,
  clusterId: row.cluster_id,
  cluster: row.cluster,
  facts: row.facts,
  state: row.state,
  reason: row.reason,
  message: row.message,
  step: row.step,
  generation: row.generation,
  attempts: row.attempts,
  operationRef: row.operation_ref,
  progress: row.progress,
  startedAt: ms(row.started_at),
  attemptAt: ms(row.attempt_at),
  deadlineAt: ms(row.deadline_at),
  retryAt: ms(row.retry_at),
  finishedAt: ms(row.finished_at),
  previous: row.previous,
  nodes: row.nodes,
  spared: row.spared,
  pastReturn: row.past_return,
  revertRound: row.revert_round,
})
