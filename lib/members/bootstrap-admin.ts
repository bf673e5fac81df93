import { writeAudit } from '@/lib/server/audit'
import type { Services } from '@/lib/server/mutation'
import { type Sql, transaction } from '@/lib/server/sql'
import { lockAdmins, replaceBindings } from './bindings'
import { generatePassword, hashPassword } from './password'
import { hashToken } from './token-text'

/** Whose token `UPGRADER_BOOTSTRAP_TOKEN` is; cannot sign in. */
export const bootstrapUsername = 'bootstrap'

const system = { kind: 'system', name: 'start' } as const

/** What the supervisor prints, once: null when there already was somebody. */
export interface FirstAdmin {
  username: string
  /** Null when it came from the environment: whoever set it knows it. */
  password: string | null
}

/**
 * Sees to it that somebody can get in: makes `admin` when nobody has a password yet, and keeps the bootstrap
 * token in step with the environment (another one replaces it, none revokes it). Safe to call at every start
 * and by several processes at once.
 */
export async function bootstrapAdmin(
  services: Services,
  env: { adminPassword?: string | undefined; bootstrapToken?: string | undefined },
): Promise<FirstAdmin | null> {
  const password = env.adminPassword ?? generatePassword()
  return transaction(services.pool, async (tx) => {
    await lockAdmins(tx)
    await keepBootstrapToken(tx, env.bootstrapToken, services.now())
    const [somebody] = await tx.query('SELECT 1 FROM app_user WHERE password_hash IS NOT NULL LIMIT 1')
    if (somebody) return null
    await makeAdmin(tx, 'admin', 'Administrator', await hashPassword(password))
    return { username: 'admin', password: env.adminPassword === undefined ? password : null }
  })
}

async function makeAdmin(tx: Sql, username: string, name: string, hash: string | null): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    'INSERT INTO app_user (username, name, password_hash) VALUES ($1, $2, $3) RETURNING id',
    [username, name, hash],
  )
  if (!row) throw new Error('INSERT … RETURNING gave no row')
  await replaceBindings(tx, row.id, [{ role: 'admin', select: null }])
  await writeAudit(tx, system, 'user.create', { type: 'user', name: username }, { roles: ['admin'] })
  return row.id
}

async function keepBootstrapToken(tx: Sql, token: string | undefined, now: Date): Promise<void> {
  const hash = token === undefined ? null : hashToken(token)
  const revoked = await tx.query(
    `UPDATE api_token t SET revoked_at = $3 FROM app_user u
     WHERE u.id = t.user_id AND u.username = $1 AND t.name = 'environment' AND t.revoked_at IS NULL
       AND t.hash IS DISTINCT FROM $2 RETURNING t.id`,
    [bootstrapUsername, hash, now],
  )
  const object = { type: 'token', name: 'environment' }
  if (revoked.length > 0) await writeAudit(tx, system, 'token.revoke', object)
  if (hash === null) return
  const [user] = await tx.query<{ id: number }>('SELECT id FROM app_user WHERE username = $1', [
    bootstrapUsername,
  ])
  const userId = user?.id ?? (await makeAdmin(tx, bootstrapUsername, 'Bootstrap token', null))
  const made = await tx.query(
    `INSERT INTO api_token AS t (user_id, name, prefix, hash, roles, created_at)
     VALUES ($1, 'environment', $2, $3, '{}', $4)
     ON CONFLICT (hash) DO UPDATE SET revoked_at = NULL WHERE t.revoked_at IS NOT NULL AND t.user_id = $1
     RETURNING id`,
    [userId, 'env', hash, now],
  )
  if (made.length > 0) await writeAudit(tx, system, 'token.create', object)
}
