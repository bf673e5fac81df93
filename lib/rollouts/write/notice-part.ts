import type { Recorded } from '@/lib/core/rollout/change'
import type { Turn } from '@/lib/core/rollout/state'
import type { Standing } from '../load'
import type { Parts } from './parts'

type Question = Extract<Recorded, { type: 'gate.requested' }>
/** Tells whether a change is a gate that begins to ask an outside system, which wants to be told. */
export const asksOutside = (change: Recorded): change is Question =>
  change.type === 'gate.requested' && change.gate.spec.type === 'webhook' && change.gate.spec.url !== null

/** Notices for outside systems: written with the gate that asks, so none is lost and none is sent too early. */
export function noticePart({ param, ctes }: Parts, { changes }: Turn, { lastSeq }: Standing): void {
  const rows = changes.flatMap((change, index) =>
    asksOutside(change) ? [{ gate: change.gate.id, round: change.gate.round, seq: lastSeq + index + 1 }] : [],
  )
  ctes.push(
    `o AS (INSERT INTO webhook_notice (rollout_id, gate_id, round, seq, due_at)
     SELECT r.id, u.gate, u.round, u.seq, now()
     FROM jsonb_to_recordset(${param(JSON.stringify(rows))}::jsonb)
       AS u (gate text, round int, seq bigint), r)`,
  )
}
