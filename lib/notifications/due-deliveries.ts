import type { Sql } from '@/lib/server/sql'
import type { Delivery } from './delivery'

/** Longest time from taking a delivery until it is settled; after it another worker takes it. */
const takenMs = 30_000
/** Deliveries to one route that are taken at once: one that does not answer holds up no other. */
const perRouteMax = 4
/** How long what is settled is kept for whoever looks. */
const keptDays = 14

/** Takes deliveries that are due, of routes that nothing is under way to, so that no other worker sends them too. */
export function takeDueDeliveries(
  sql: Sql,
  max: number,
  busyRoutes: readonly number[],
): Promise<readonly Delivery[]> {
  return sql.query<Delivery>(
    `WITH due AS (
       SELECT d.id FROM notification_route w CROSS JOIN LATERAL (
         SELECT id FROM notification_delivery WHERE route_id = w.id AND due_at <= now()
         ORDER BY due_at, id LIMIT ${perRouteMax} FOR UPDATE SKIP LOCKED) d
       WHERE w.id <> ALL ($2::int[]) LIMIT $1),
     taken AS (
       UPDATE notification_delivery n SET due_at = now() + $3 * interval '1 millisecond', attempts = n.attempts + 1
       FROM due WHERE n.id = due.id RETURNING n.*)
     SELECT n.id::text, n.route_id AS "routeId", w.name AS route, w.url, w.secret, n.attempts,
       n.created_at AS "createdAt", n.event, n.rollout_id AS rollout, r.title, n.body
     FROM taken n JOIN notification_route w ON w.id = n.route_id LEFT JOIN rollout r ON r.id = n.rollout_id
     ORDER BY n.id`,
    [max, busyRoutes, takenMs],
  )
}

/** Keeps that a delivery was taken: it is not sent again. */
export const keepDelivered = (sql: Sql, delivery: Delivery): Promise<void> =>
  settle(sql, delivery, 'due_at = NULL, delivered_at = now(), error = NULL')

/** Keeps why a delivery was not taken, and sends it again after a while; null = not any more. */
export const keepUndelivered = (
  sql: Sql,
  delivery: Delivery,
  error: string,
  afterMs: number | null,
): Promise<void> =>
  settle(sql, delivery, `due_at = now() + $3::float8 * interval '1 millisecond', error = $4`, [
    afterMs,
    error,
  ])

async function settle(
  sql: Sql,
  { id, attempts }: Delivery,
  set: string,
  more: readonly unknown[] = [],
): Promise<void> {
  // What was called off while it was under way stays called off.
  await sql.query(
    `UPDATE notification_delivery SET ${set} WHERE id = $1 AND attempts = $2 AND due_at IS NOT NULL`,
    [id, attempts, ...more],
  )
}

/** Forgets deliveries that were settled two weeks ago. */
export async function dropOldDeliveries(sql: Sql): Promise<void> {
  await sql.query(
    `DELETE FROM notification_delivery WHERE due_at IS NULL AND created_at < now() - interval '${keptDays} days'`,
  )
}
