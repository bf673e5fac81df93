import type { Gate } from '@/lib/core/rollout/model'
import type { Turn } from '@/lib/core/rollout/state'
import { date, type Parts } from './parts'

/** What of a gate can move, as a row. */
export const gateRow = (gate: Gate) => ({
  id: gate.id,
  state: gate.state,
  requested_at: date(gate.requestedAt),
  expires_at: date(gate.expiresAt),
  decided_at: date(gate.decidedAt),
  round: gate.round,
  evidence: gate.evidence,
  override: gate.override,
})

/** Gates that have moved. */
export function gatePart({ param, ctes }: Parts, turn: Turn): void {
  const rows = [...turn.gates].map(gateRow)
  ctes.push(
    `g AS (UPDATE gate SET state = u.state, requested_at = u.requested_at, expires_at = u.expires_at,
       decided_at = u.decided_at, round = u.round, evidence = u.evidence, override = u.override
     FROM jsonb_to_recordset(${param(JSON.stringify(rows))}::jsonb) AS u (id text, state gate_state,
       requested_at timestamptz, expires_at timestamptz, decided_at timestamptz, round int, evidence jsonb, override jsonb), r
     WHERE gate.rollout_id = r.id AND gate.id = u.id)`,
  )
}
