import { narrowBindings } from '@/lib/core/access/narrow'
import type { Role } from '@/lib/core/access/permissions'
import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import type { Sql } from '@/lib/server/sql'
import { createTokenSchema } from './schemas'
import { newToken } from './token-text'

/** What whoever made a token is told, once. */
interface MadeToken {
  id: number
  token: string
  name: string
  prefix: string
  roles: Role[]
  expiresAt: string | null
}

/**
 * Makes an API token for oneself; its text is in the answer and nowhere else.
 * It can do at most what whoever makes it can do at this moment, so a narrow token makes no wider one.
 */
export const createToken = mutation({
  name: 'token.create',
  permission: 'token:own',
  input: createTokenSchema,
  object: ({ name }) => ({ type: 'token', name }),
  data: (_, { id, roles, expiresAt }: MadeToken) => ({ id, roles, expiresAt }),
  async run({ tx, actor, now }, { name, roles: wanted, expiresInDays }) {
    if (actor.kind === 'system') throw new AppError('forbidden', 'The system has no tokens.')
    const inherited = actor.tokenId === null ? [] : await rolesOfToken(tx, actor.tokenId)
    const roles = wanted ?? inherited
    const uncovered = roles.find((role) => narrowBindings(actor.bindings, [role]).length === 0)
    if (uncovered) throw new AppError('forbidden', `You do not hold the role ${uncovered} yourself.`)
    const { token, hash, prefix } = newToken()
    const expiresAt = expiresInDays ? new Date(now.getTime() + expiresInDays * 86_400_000) : null
    const [row] = await tx.query<{ id: number }>(
      `INSERT INTO api_token (user_id, name, prefix, hash, roles, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5::role[], $6, $7) RETURNING id`,
      [actor.userId, name, prefix, hash, roles, now, expiresAt],
    )
    if (!row) throw new Error('INSERT … RETURNING gave no row')
    return { id: row.id, token, name, prefix, roles, expiresAt: expiresAt?.toISOString() ?? null }
  },
})

async function rolesOfToken(tx: Sql, id: number): Promise<Role[]> {
  const [row] = await tx.query<{ roles: Role[] }>(
    'SELECT roles::text[] AS roles FROM api_token WHERE id = $1',
    [id],
  )
  return row?.roles ?? []
}
