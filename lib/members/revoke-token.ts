import { can } from '@/lib/core/access/permissions'
import { found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { tokenIdSchema } from './schemas'

/** Ends a token at once: one's own, or with `member:write` anybody's. Ending it twice is no error. */
export const revokeToken = mutation({
  name: 'token.revoke',
  permission: 'token:own',
  input: tokenIdSchema,
  object: (_, output: { id: number; name: string }) => ({ type: 'token', name: output.name }),
  data: ({ id }) => ({ id }),
  async run({ tx, actor, now }, { id }) {
    const anybodys = actor.kind === 'system' || can(actor.bindings, 'member:write').allowed
    const [row] = await tx.query<{ id: number; name: string }>(
      `UPDATE api_token SET revoked_at = coalesce(revoked_at, $2)
       WHERE id = $1 AND ($3 OR user_id = $4) RETURNING id, name`,
      [id, now, anybodys, actor.kind === 'system' ? null : actor.userId],
    )
    return found(row, 'token', id)
  },
})
