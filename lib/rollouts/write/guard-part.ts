import type { Turn } from '@/lib/core/rollout/state'
import { date, type Parts } from './parts'

/** Guards of which something else is known. */
export function guardPart({ param, ctes }: Parts, turn: Turn): void {
  const rows = [...turn.guards].map(({ index, evidence, failingSince }) => ({
    index,
    evidence,
    failing_since: date(failingSince),
  }))
  ctes.push(
    `w AS (UPDATE guard SET evidence = u.evidence, failing_since = u.failing_since
     FROM jsonb_to_recordset(${param(JSON.stringify(rows))}::jsonb)
       AS u (index int, evidence jsonb, failing_since timestamptz), r
     WHERE guard.rollout_id = r.id AND guard.index = u.index)`,
  )
}
