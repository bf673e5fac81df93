import type { ResolvedApproval, ResolvedPolicy } from '@/lib/core/policy/resolved'
import type { GateState, RolloutState } from '@/lib/core/rollout/states'
import type { DecisionDto } from '@/lib/rollouts/dto'
import type { Sql } from '@/lib/server/sql'

/** One approval gate with what the inbox and the card need of its rollout. */
export interface ApprovalRow {
  rollout: number
  gate: string
  phaseIndex: number
  place: string
  state: GateState
  spec: ResolvedApproval
  requestedAt: Date | null
  expiresAt: Date | null
  decidedAt: Date | null
  round: number
  title: string
  reason: string | null
  rolloutState: RolloutState
  operation: { name: string; title: string }
  policy: ResolvedPolicy
  params: Record<string, unknown>
  policyName: string | null
  policyRevision: number | null
  planHash: string
  lastSeq: string
  launchedById: number
  launchedBy: string
  policyAuthorId: number | null
  lastOverriderId: number | null
  phaseTotal: number
  /** Cumulative ends of the ramp's steps; null before the phase starts. */
  steps: number[] | null
  decisions: (DecisionDto & { userId: number; round: number })[]
}

const columns = `
  g.rollout_id AS rollout, g.id AS gate, g.phase_index AS "phaseIndex", g.place, g.state, g.spec,
  g.requested_at AS "requestedAt", g.expires_at AS "expiresAt", g.decided_at AS "decidedAt", g.round,
  r.title, r.reason, r.state AS "rolloutState", r.operation, r.policy, r.params,
  po.name AS "policyName", pr.number AS "policyRevision", r.plan_hash AS "planHash",
  r.last_seq::text AS "lastSeq", r.launched_by_id AS "launchedById", u.username AS "launchedBy",
  pr.author_id AS "policyAuthorId", r.last_overrider_id AS "lastOverriderId",
  p.total AS "phaseTotal", p.resolved->'steps' AS steps,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('userId', d.user_id, 'user', du.username, 'verdict', d.verdict,
      'comment', d.comment, 'at', to_char(d.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'round', d.round) ORDER BY d.id)
    FROM decision d JOIN app_user du ON du.id = d.user_id
    WHERE d.rollout_id = g.rollout_id AND d.gate_id = g.id
  ), '[]') AS decisions`

const tables = `
  gate g
  JOIN rollout r ON r.id = g.rollout_id
  JOIN phase p ON p.rollout_id = g.rollout_id AND p.index = g.phase_index
  JOIN app_user u ON u.id = r.launched_by_id
  LEFT JOIN policy_revision pr ON pr.id = r.policy_revision_id
  LEFT JOIN policy po ON po.id = pr.policy_id`

/** Loads the approvals that wait now, soonest to expire first; at most 500. */
export async function loadWaitingApprovals(sql: Sql): Promise<ApprovalRow[]> {
  return sql.query<ApprovalRow>(
    `SELECT ${columns} FROM ${tables}
     WHERE g.type = 'approval' AND g.state = 'closed' AND g.requested_at IS NOT NULL
       AND r.state IN ('running', 'paused')
     ORDER BY g.expires_at NULLS LAST, g.rollout_id, g.phase_index LIMIT 500`,
  )
}

/** Loads one approval, decided or not; undefined when there is none of that name. */
export async function loadApproval(
  sql: Sql,
  rollout: number,
  gate: string,
): Promise<ApprovalRow | undefined> {
  const rows = await sql.query<ApprovalRow>(
    `SELECT ${columns} FROM ${tables} WHERE g.type = 'approval' AND g.rollout_id = $1 AND g.id = $2`,
    [rollout, gate],
  )
  return rows[0]
}

/**
 * Gives the positions in the phase that an approval lets go, from and up to but without. In front of the phase
 * that is all of it: nobody may be asked again before its end.
 */
export function stakeRange(row: Pick<ApprovalRow, 'place' | 'phaseTotal' | 'steps'>): [number, number] {
  if (row.place === 'before') return [0, row.phaseTotal]
  const step = Number(/^step:(\d+)$/.exec(row.place)?.[1])
  if (Number.isNaN(step)) return [row.phaseTotal, row.phaseTotal]
  return [row.steps?.[step - 1] ?? 0, row.steps?.[step] ?? row.phaseTotal]
}
