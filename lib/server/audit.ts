import type { Actor } from './actor'
import type { Sql } from './sql'

/** What an act was done to: a noun of the vocabulary and its name. */
export interface AuditObject {
  type: string
  name: string
}

/** Writes one audit row in the caller's transaction; a trigger chains its hash to the row before. */
export async function writeAudit(
  tx: Sql,
  actor: Actor,
  action: string,
  object: AuditObject,
  data: Record<string, unknown> = {},
): Promise<void> {
  const person = actor.kind === 'system' ? null : actor
  await tx.query(
    `INSERT INTO audit (actor_kind, actor_id, actor, action, object_type, object, data, ip, user_agent)
     VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)`,
    [
      actor.kind,
      person?.userId ?? null,
      actor.name,
      action,
      object.type,
      object.name,
      JSON.stringify(data),
      person?.ip ?? null,
      person?.userAgent ?? null,
    ],
  )
}
