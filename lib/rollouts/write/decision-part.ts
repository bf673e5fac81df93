import type { Recorded } from '@/lib/core/rollout/change'
import type { EngineState, Turn } from '@/lib/core/rollout/state'
import type { Standing } from '../load'
import type { Parts, WriteOptions } from './parts'

type Verdict = Extract<Recorded, { type: 'gate.approved' | 'gate.refused' }>
/** Tells whether a change is somebody's verdict on a gate. */
export const isVerdict = (change: Recorded): change is Verdict =>
  change.type === 'gate.approved' || change.type === 'gate.refused'

/** Verdicts of people on gates. */
export function decisionPart(
  { param, ctes }: Parts,
  { head }: EngineState,
  turn: Turn,
  { lastSeq }: Standing,
  { seenSeq }: WriteOptions,
): void {
  const rows = turn.changes.filter(isVerdict).map(({ gate, data, type, at }) => ({
    gate: gate.id,
    round: gate.round,
    user_id: data.userId,
    verdict: type === 'gate.approved' ? 'approve' : 'reject',
    comment: data.comment,
    at: new Date(at),
  }))
  ctes.push(
    `d AS (INSERT INTO decision (rollout_id, gate_id, round, user_id, verdict, comment, plan_hash, seen_seq, created_at)
     SELECT r.id, u.gate, u.round, u.user_id, u.verdict, u.comment, ${param(head.planHash)},
       ${param(seenSeq ?? lastSeq)}::bigint, u.at
     FROM jsonb_to_recordset(${param(JSON.stringify(rows))}::jsonb)
       AS u (gate text, round int, user_id int, verdict text, comment text, at timestamptz), r)`,
  )
}
