import { narrowBindings } from '@/lib/core/access/narrow'
import type { Role, RoleBinding } from '@/lib/core/access/permissions'
import type { Actor } from '@/lib/server/actor'
import type { Sql } from '@/lib/server/sql'
import { hashToken, tokenLengthMax } from './token-text'

/** A person, by session or token; never the system. */
export type PersonActor = Extract<Actor, { userId: number }>

/** Where a request came from, as far as anybody can tell. */
export interface Origin {
  ip: string | null
  userAgent: string | null
}

interface PersonRow {
  id: number
  username: string
  bindings: RoleBinding[]
}

const bindingsSql = `coalesce((SELECT json_agg(json_build_object('role', r.role, 'select', r."select") ORDER BY r.id)
  FROM user_role r WHERE r.user_id = u.id), '[]') AS bindings`

/**
 * Finds who a session belongs to, with the roles of this moment; null when it is unknown, revoked or
 * expired, or its user disabled. Notes once a minute that it was seen.
 */
export async function actorOfSession(
  sql: Sql,
  sessionId: string,
  now: Date,
  origin: Origin,
): Promise<PersonActor | null> {
  const [row] = await sql.query<PersonRow & { stale: boolean }>(
    `SELECT u.id, u.username, s.seen_at < $2::timestamptz - interval '1 minute' AS stale, ${bindingsSql}
     FROM session s JOIN app_user u ON u.id = s.user_id
     WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND u.disabled_at IS NULL`,
    [sessionId, now],
  )
  if (!row) return null
  if (row.stale) await sql.query('UPDATE session SET seen_at = $2 WHERE id = $1', [sessionId, now])
  return {
    kind: 'user',
    userId: row.id,
    name: row.username,
    bindings: row.bindings,
    sessionId,
    tokenId: null,
    ...origin,
  }
}

/**
 * Finds whose token a text is, narrowed to the token's roles; null when it is unknown, revoked or expired,
 * or its owner disabled. Notes once a minute that it was used.
 */
export async function actorOfToken(
  sql: Sql,
  token: string,
  now: Date,
  origin: Origin,
): Promise<PersonActor | null> {
  if (token.length > tokenLengthMax) return null
  const [row] = await sql.query<PersonRow & { token_id: number; roles: Role[]; stale: boolean }>(
    `SELECT u.id, u.username, t.id AS token_id, t.roles::text[] AS roles,
       coalesce(t.last_used_at < $2::timestamptz - interval '1 minute', true) AS stale, ${bindingsSql}
     FROM api_token t JOIN app_user u ON u.id = t.user_id
     WHERE t.hash = $1 AND t.revoked_at IS NULL AND coalesce(t.expires_at > $2, true) AND u.disabled_at IS NULL`,
    [hashToken(token), now],
  )
  if (!row) return null
  if (row.stale) await sql.query('UPDATE api_token SET last_used_at = $2 WHERE id = $1', [row.token_id, now])
  const { id, username, bindings, roles, token_id } = row
  return {
    kind: 'token',
    userId: id,
    name: username,
    bindings: roles.length > 0 ? narrowBindings(bindings, roles) : bindings,
    sessionId: null,
    tokenId: token_id,
    ...origin,
  }
}

/** Asks anew who somebody is, for streams that outlive one request; null once they may no longer act. */
export async function refreshActor(sql: Sql, actor: PersonActor, now: Date): Promise<PersonActor | null> {
  const { ip, userAgent } = actor
  if (actor.sessionId !== null) return actorOfSession(sql, actor.sessionId, now, { ip, userAgent })
  const [row] = await sql.query<PersonRow & { roles: Role[] }>(
    `SELECT u.id, u.username, t.roles::text[] AS roles, ${bindingsSql}
     FROM api_token t JOIN app_user u ON u.id = t.user_id
     WHERE t.id = $1 AND t.revoked_at IS NULL AND coalesce(t.expires_at > $2, true) AND u.disabled_at IS NULL`,
    [actor.tokenId, now],
  )
  if (!row) return null
  return {
    ...actor,
    bindings: row.roles.length > 0 ? narrowBindings(row.bindings, row.roles) : row.bindings,
  }
}
