import { randomBytes } from 'node:crypto'
import { writeAudit } from '@/lib/server/audit'
import { AppError } from '@/lib/server/errors'
import type { Services } from '@/lib/server/mutation'
import { poolSql, transaction } from '@/lib/server/sql'
import type { Origin } from './load-actor'
import { verifyPassword } from './password'
import { countFailure, forgetFailures, secondsToWait, sweepCounters } from './sign-in-limit'

/** How long a sign-in lasts, in seconds. */
export const sessionMaxAgeSeconds = 12 * 3600

export interface SignedIn {
  sessionId: string
  userId: number
  username: string
  name: string
}

interface Credentials extends Origin {
  username: string
  password: string
}

interface UserRow {
  id: number
  username: string
  name: string
  password_hash: string | null
}

/**
 * Signs somebody in: checks the password with the same work for known and unknown names, and writes a
 * session row, which is what the cookie will point at.
 *
 * @throws AppError `rate_limited` after too many failures, `unauthenticated` for anything that does not fit;
 *   which of name and password was wrong is not said.
 */
export async function signIn(services: Services, credentials: Credentials): Promise<SignedIn> {
  const username = credentials.username.trim().toLowerCase().slice(0, 100).replaceAll('\0', '')
  const { ip } = credentials
  const sql = poolSql(services.pool)
  const wait = await secondsToWait(sql, username, ip, services.now())
  if (wait > 0) {
    throw new AppError('rate_limited', `Too many attempts. Try again in ${wait} s.`, {
      retryAfterSeconds: wait,
    })
  }
  const [user] = await sql.query<UserRow>(
    'SELECT id, username, name, password_hash FROM app_user WHERE username = $1 AND disabled_at IS NULL',
    [username],
  )
  const fits = await verifyPassword(credentials.password, user?.password_hash ?? null)
  if (!fits || !user) return refuse(services, { ...credentials, username }, user)
  return openSession(services, user, credentials)
}

async function refuse(
  services: Services,
  { username, ip, userAgent }: Credentials,
  user?: UserRow,
): Promise<never> {
  await transaction(services.pool, async (tx) => {
    await sweepCounters(tx, services.now())
    await countFailure(tx, username, ip, services.now())
    // Unknown names are not recorded: people type passwords into the wrong field.
    if (user) {
      const actor = { kind: 'user' as const, userId: user.id, name: user.username, ip, userAgent }
      await writeAudit(tx, { ...actor, bindings: [], sessionId: null, tokenId: null }, 'session.refuse', {
        type: 'user',
        name: user.username,
      })
    }
  })
  throw new AppError('unauthenticated', 'User name and password do not fit.')
}

async function openSession(
  services: Services,
  user: UserRow,
  { ip, userAgent }: Credentials,
): Promise<SignedIn> {
  const sessionId = randomBytes(24).toString('base64url')
  const now = services.now()
  const expiresAt = new Date(now.getTime() + sessionMaxAgeSeconds * 1000)
  await transaction(services.pool, async (tx) => {
    await forgetFailures(tx, user.username, ip)
    await tx.query('DELETE FROM session WHERE expires_at < $1', [longAgo(now)])
    await tx.query(
      `INSERT INTO session (id, user_id, created_at, seen_at, expires_at, ip, user_agent)
       VALUES ($1, $2, $3, $3, $4, $5, $6)`,
      [sessionId, user.id, now, expiresAt, ip, userAgent],
    )
    const actor = { kind: 'user' as const, userId: user.id, name: user.username, bindings: [], ip, userAgent }
    await writeAudit(tx, { ...actor, sessionId, tokenId: null }, 'session.open', {
      type: 'user',
      name: user.username,
    })
  })
  return { sessionId, userId: user.id, username: user.username, name: user.name }
}

/** Sessions that ended so long ago tell nobody anything. */
const longAgo = (now: Date): Date => new Date(now.getTime() - 30 * 86_400_000)
