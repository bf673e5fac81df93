import { wakeRollout } from '@/lib/rollouts/wake'
import type { Sql } from '@/lib/server/sql'

/** How long a rollout stays with a worker that is not heard of. */
export const leaseMs = 5_000

/** States in which there may be something to do for a worker. */
const activeStates = `('running', 'paused', 'aborting', 'rolling_back')`

/**
 * Takes a rollout for a worker, if nobody has it, and raises its fencing token: whatever an earlier holder still
 * tries to write finds the token changed.
 * @returns the token; null = somebody has it, or there is nothing to do.
 */
export async function takeLease(sql: Sql, rolloutId: number, workerId: string): Promise<number | null> {
  const [row] = await sql.query<{ fence: number }>(
    `UPDATE rollout SET lease_owner = $2, lease_until = now() + $3 * interval '1 millisecond',
       fence = fence + 1, wake_at = now()
     WHERE id = $1 AND state IN ${activeStates} AND (lease_until IS NULL OR lease_until < now())
     RETURNING fence`,
    [rolloutId, workerId, leaseMs],
  )
  return row?.fence ?? null
}

/** A rollout as a ticker holds it. */
export interface Held {
  readonly id: number
  readonly fence: number
}

/**
 * Keeps leases for another term, also one that ran out while nobody took the rollout over; but not
 * one that was given back meanwhile, which would keep everybody away from the rollout for that term.
 * @returns those that are still held; the others have been taken over.
 */
export async function renewLeases(sql: Sql, held: readonly Held[]): Promise<Set<number>> {
  const rows = await sql.query<{ id: number }>(
    `UPDATE rollout SET lease_until = now() + $3 * interval '1 millisecond'
     FROM unnest($1::int[], $2::int[]) AS v(id, fence)
     WHERE rollout.id = v.id AND rollout.fence = v.fence AND lease_owner IS NOT NULL RETURNING rollout.id`,
    [held.map(({ id }) => id), held.map(({ fence }) => fence), leaseMs],
  )
  return new Set(rows.map(({ id }) => id))
}

/**
 * Gives a rollout back until something is due, unless somebody has written to it meanwhile.
 * @param tx a transaction: the lease and the wake-up go together.
 * @param wakeAt when it wants to be carried again; null = only a command can move it.
 * @returns false = it has changed: look at it again first.
 */
export async function giveBack(
  tx: Sql,
  { id, fence }: Held,
  revision: number,
  wakeAt: Date | null,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE rollout SET lease_owner = NULL, lease_until = NULL, wake_at = $4
     WHERE id = $1 AND fence = $2 AND revision = $3 RETURNING id`,
    [id, fence, revision, wakeAt],
  )
  if (rows.length === 0) return false
  if (wakeAt) await wakeRollout(tx, id, wakeAt)
  return true
}

/** Lets a rollout go at a shutdown, for another worker to take it at once. */
export async function letGo(tx: Sql, { id, fence }: Held): Promise<void> {
  const rows = await tx.query(
    `UPDATE rollout SET lease_owner = NULL, lease_until = NULL, wake_at = now()
     WHERE id = $1 AND fence = $2 RETURNING id`,
    [id, fence],
  )
  if (rows.length > 0) await wakeRollout(tx, id)
}

/** Tells whether a start may be sent: the rollout goes that way, the lease is held, and the line is not stopped. */
export async function mayStart(sql: Sql, { id, fence }: Held, back: boolean): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM rollout WHERE id = $1 AND fence = $2 AND state = $3::rollout_state AND lease_until > now()
       AND NOT EXISTS (SELECT 1 FROM line_stop WHERE released_at IS NULL)`,
    [id, fence, back ? 'rolling_back' : 'running'],
  )
  return rows.length > 0
}

/** Lists rollouts that want to be carried and that nobody carries. */
export async function findOrphans(sql: Sql): Promise<number[]> {
  const rows = await sql.query<{ id: number }>(
    `SELECT id FROM rollout WHERE state IN ${activeStates} AND wake_at <= now()
       AND (lease_until IS NULL OR lease_until < now()) ORDER BY wake_at LIMIT 500`,
  )
  return rows.map(({ id }) => id)
}
