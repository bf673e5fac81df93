import type { ResolvedPolicy } from '@/lib/core/policy/resolved'
import type { Sql } from '@/lib/server/sql'

/** An amendment as it is kept, beside what it did to the rollout. */
export interface NewAmendment {
  readonly rolloutId: number
  readonly state: 'applied' | 'proposed'
  readonly reason: string | null
  readonly before: ResolvedPolicy
  readonly policy: ResolvedPolicy
  readonly basePlanHash: string
  /** Null = it is not in force yet. */
  readonly planHash: string | null
  readonly weakenings: readonly string[]
  readonly proposedById: number
  readonly now: Date
}

/** Keeps an amendment for whoever looks back at it, or decides on it; answers its id. */
export async function storeAmendment(tx: Sql, fresh: NewAmendment): Promise<number> {
  const inForce = fresh.state === 'applied'
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO amendment (rollout_id, state, reason, before, policy, base_plan_hash, plan_hash, weakenings,
       proposed_by_id, proposed_at, decided_by_id, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id`,
    [
      fresh.rolloutId,
      fresh.state,
      fresh.reason,
      JSON.stringify(fresh.before),
      JSON.stringify(fresh.policy),
      fresh.basePlanHash,
      fresh.planHash,
      JSON.stringify(fresh.weakenings),
      fresh.proposedById,
      fresh.now,
      inForce ? fresh.proposedById : null,
      inForce ? fresh.now : null,
    ],
  )
  return (row as { id: number }).id
}

/** Notes how an amendment that waited was decided. */
export async function closeAmendment(
  tx: Sql,
  id: number,
  { state, userId, comment, planHash, now }: ClosedAmendment,
): Promise<void> {
  await tx.query(
    `UPDATE amendment SET state = $2, decided_by_id = $3, decided_at = $4, comment = $5, plan_hash = $6
     WHERE id = $1 AND state = 'proposed'`,
    [id, state, userId, now, comment, planHash],
  )
}

interface ClosedAmendment {
  readonly state: 'applied' | 'rejected' | 'withdrawn'
  readonly userId: number
  readonly comment: string | null
  readonly planHash: string | null
  readonly now: Date
}
