import type { PersonActor } from '@/lib/members/load-actor'
import { writeAudit } from '@/lib/server/audit'
import type { Services } from '@/lib/server/mutation'
import { transaction } from '@/lib/server/sql'

const username = 'sample'

/**
 * Gives the author of the sample documents: a member who cannot sign in. Were the first admin their author,
 * that admin could not approve a rollout made from them.
 */
export async function sampleAuthor(services: Services): Promise<PersonActor> {
  const userId = await transaction(services.pool, async (tx) => {
    const now = services.now()
    const [row] = await tx.query<{ id: number }>(
      `INSERT INTO app_user (username, name, disabled_at, created_at) VALUES ($1, 'Sample data', $2, $2)
       ON CONFLICT (username) DO NOTHING RETURNING id`,
      [username, now],
    )
    if (!row) throw new Error(`there is a member “${username}” already`)
    const system = { kind: 'system', name: 'seed' } as const
    await writeAudit(tx, system, 'user.create', { type: 'user', name: username }, { roles: [] })
    return row.id
  })
  return {
    kind: 'user',
    userId,
    name: username,
    bindings: [{ role: 'admin', select: null }],
    sessionId: null,
    tokenId: null,
    ip: null,
    userAgent: null,
  }
}
