import type { Loaded } from '@/lib/core/rollout/load'
import { makeGates } from '@/lib/core/rollout/make-gates'
import { found } from '@/lib/server/errors'
import type { Sql } from '@/lib/server/sql'
import {
  type DecisionRow,
  type GateRow,
  type GuardRow,
  gatesOf,
  guardsOf,
  headOf,
  type PhaseRow,
  phasesOf,
  type RolloutRow,
  type TargetRow,
  targetOf,
} from './rows'

/** Where a loaded rollout stood: what its next write has to find unchanged, and continues from. */
export interface Standing {
  revision: number
  commandRevision: number
  fence: number
  lastSeq: number
}

export interface LoadedRollout extends Loaded {
  readonly standing: Standing
  /** Frozen parameters of the operation. */
  readonly params: Readonly<Record<string, unknown>>
}

/** Which targets to load: none for what concerns the whole rollout, all for a ticker, or those of a condition. */
export type TargetChoice = 'none' | 'all' | { where: string; values: readonly unknown[] }

/**
 * Loads a rollout as core objects. With `lock` its row is locked first, so that what is read stays true until
 * the transaction ends; without, wrap the call in one snapshot.
 *
 * @param targets a condition is SQL over `t` (target), its parameters from `$2` on
 * @throws AppError `not_found`
 */
export async function loadRollout(
  tx: Sql,
  id: number,
  { lock, targets }: { lock: boolean; targets: TargetChoice },
): Promise<LoadedRollout> {
  const [row] = await tx.query<RolloutRow>(
    `SELECT id, state, pause_cause, pause_detail, cancel_in_flight, rollback, rollbacks, operation, policy, params, plan_hash,
       launched_by_id, last_overrider_id, created_at, start_at, started_at, finished_at, charged, acknowledged, last_seq,
       revision, command_revision, fence,
       (SELECT author_id FROM policy_revision p WHERE p.id = policy_revision_id) AS policy_author_id
     FROM rollout WHERE id = $1 ${lock ? 'FOR UPDATE' : ''}`,
    [id],
  )
  const rollout = found(row, 'rollout', id)
  const phases = await tx.query<PhaseRow>(
    `SELECT index, id, title, state, step, total, pending, applying, verifying, succeeded, failed, skipped, cancelled,
       reverting, reverted, revert_failed, charged, acknowledged, resolved, compared, started_at, soak_until, finished_at
     FROM phase WHERE rollout_id = $1 ORDER BY index`,
    [id],
  )
  const total = phases.reduce((sum, phase) => sum + phase.total, 0)
  return {
    head: headOf(rollout, total),
    phases: phasesOf(phases, rollout.policy),
    gates: await loadGates(tx, id, rollout),
    guards: await loadGuards(tx, id, rollout),
    targets: await loadTargets(tx, id, targets),
    params: rollout.params,
    standing: {
      revision: rollout.revision,
      commandRevision: rollout.command_revision,
      fence: rollout.fence,
      lastSeq: rollout.last_seq,
    },
  }
}

/** Gates in the order of the policy, so that a screen and an explanation list them as they were written. */
async function loadGates(tx: Sql, id: number, { policy }: RolloutRow) {
  const gates = await tx.query<GateRow>(
    `SELECT id, phase_index, place, spec, state, requested_at, expires_at, decided_at, round, evidence, override
     FROM gate WHERE rollout_id = $1`,
    [id],
  )
  if (gates.length === 0) return []
  const decisions = await tx.query<DecisionRow>(
    `SELECT d.gate_id, d.round, d.user_id, u.username, d.verdict, d.comment, d.created_at
     FROM decision d JOIN app_user u ON u.id = d.user_id WHERE d.rollout_id = $1 ORDER BY d.id`,
    [id],
  )
  const order = new Map(makeGates(policy).map((gate, at) => [gate.id, at]))
  return gatesOf(gates, decisions).sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
}

async function loadGuards(tx: Sql, id: number, { policy }: RolloutRow) {
  if (policy.guards.length === 0) return []
  const rows = await tx.query<GuardRow>(
    'SELECT index, evidence, failing_since FROM guard WHERE rollout_id = $1',
    [id],
  )
  return guardsOf(rows, policy)
}

async function loadTargets(tx: Sql, id: number, choice: TargetChoice) {
  if (choice === 'none') return []
  const { where, values } = choice === 'all' ? { where: 'true', values: [] } : choice
  const rows = await tx.query<TargetRow>(
    `SELECT t.id, t.phase_index, t.position, t.cluster_id, t.cluster, t.state, t.reason, t.message, t.step,
       t.generation, t.attempts, t.operation_ref, t.progress, t.started_at, t.attempt_at, t.deadline_at,
       t.retry_at, t.finished_at, t.facts, t.previous, t.nodes,
       t.spared, t.past_return, t.revert_round
     FROM target t WHERE t.rollout_id = $1 AND (${where}) ORDER BY t.phase_index, t.position`,
    [id, ...values],
  )
  return rows.map(targetOf)
}
