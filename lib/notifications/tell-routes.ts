import type { Sql } from '@/lib/server/sql'
import type { NotificationEvent } from './dto'

/** Leaves an event that belongs to no rollout for the routes that want it; sent once the transaction is durable. */
export async function tellRoutes(
  tx: Sql,
  event: NotificationEvent,
  { at, actor, data }: { at: Date; actor: string; data: unknown },
): Promise<void> {
  await tx.query(
    `INSERT INTO notification_delivery (route_id, event, body, due_at)
     SELECT id, $1, $2::jsonb, now() FROM notification_route WHERE enabled AND $1 = ANY (events)`,
    [event, JSON.stringify({ type: event, at: at.toISOString(), actor, phase: null, gate: null, data })],
  )
}
