import type { Sql } from '@/lib/server/sql'

/** A rollout that has not asked for this long does not wait any more: it is paused, or has no slot free. */
export const ticketMs = 3_000

/** One group of one budget. */
export interface GroupRef {
  readonly budget: number
  readonly group: string
}

/** A rollout's turn in the queue for places of a group. */
export interface Ticket extends GroupRef {
  readonly rollout: number
}

/** Takes turns for a rollout in the queues of full groups; whoever waits already keeps their turn. */
export async function takeTickets(
  sql: Sql,
  rolloutId: number,
  groups: readonly GroupRef[],
  at: number,
): Promise<void> {
  await sql.query(
    `INSERT INTO disruption_ticket AS t (budget_id, group_key, rollout_id, since, seen_at)
     SELECT n.budget, n.group_key, $1, $4, $4 FROM unnest($2::int[], $3::text[]) AS n (budget, group_key)
     ON CONFLICT (budget_id, group_key, rollout_id) DO UPDATE SET seen_at = excluded.seen_at,
       since = CASE WHEN t.seen_at < excluded.seen_at - $5 * interval '1 millisecond' THEN excluded.since ELSE t.since END`,
    [rolloutId, groups.map(({ budget }) => budget), groups.map(({ group }) => group), new Date(at), ticketMs],
  )
}

/** Loads who waits for places of groups, first come first. */
export async function loadTickets(sql: Sql, groups: readonly GroupRef[], at: number): Promise<Ticket[]> {
  return sql.query<Ticket>(
    `SELECT t.budget_id AS budget, t.group_key AS "group", t.rollout_id AS rollout FROM disruption_ticket t
     WHERE (t.budget_id, t.group_key) IN (SELECT * FROM unnest($1::int[], $2::text[]))
       AND t.seen_at >= $3 ORDER BY t.since, t.rollout_id`,
    [groups.map(({ budget }) => budget), groups.map(({ group }) => group), new Date(at - ticketMs)],
  )
}

/** Drops turns that nobody has asked for in a while. */
export async function dropOldTickets(sql: Sql): Promise<void> {
  await sql.query(
    `DELETE FROM disruption_ticket t USING (SELECT budget_id, group_key, rollout_id FROM disruption_ticket
       WHERE seen_at < now() - interval '1 minute' FOR UPDATE SKIP LOCKED) old
     WHERE (t.budget_id, t.group_key, t.rollout_id) = (old.budget_id, old.group_key, old.rollout_id)`,
  )
}

/**
 * Divides free places among those who wait: one each in the order in which they came, then the next round.
 * @param queue rollouts that wait, first come first; who is not in it stands at its end.
 * @returns how many places a rollout may take now.
 */
export function shareOf(rolloutId: number, queue: readonly number[], free: number): number {
  if (free <= 0) return 0
  const known = queue.indexOf(rolloutId)
  const rank = known < 0 ? queue.length : known
  const waiting = known < 0 ? queue.length + 1 : queue.length
  return Math.floor(free / waiting) + (rank < free % waiting ? 1 : 0)
}
