import { can } from '@/lib/core/access/permissions'
import { found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { sessionIdSchema } from './schemas'

/** Ends a sign-in at once: one's own, or with `member:write` anybody's. Ending it twice is no error. */
export const revokeSession = mutation({
  name: 'session.revoke',
  permission: 'token:own',
  input: sessionIdSchema,
  object: (_, output: { username: string }) => ({ type: 'user', name: output.username }),
  data: () => ({}),
  async run({ tx, actor, now }, { id }) {
    const anybodys = actor.kind === 'system' || can(actor.bindings, 'member:write').allowed
    const [row] = await tx.query<{ username: string }>(
      `UPDATE session s SET revoked_at = coalesce(s.revoked_at, $2) FROM app_user u
       WHERE s.id = $1 AND u.id = s.user_id AND ($3 OR s.user_id = $4) RETURNING u.username`,
      [id, now, anybodys, actor.kind === 'system' ? null : actor.userId],
    )
    return { username: found(row, 'session', id).username }
  },
})
