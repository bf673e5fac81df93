import { found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { keepAnAdmin, lockAdmins } from './bindings'
import { usernameInput } from './schemas'

/**
 * Shuts a member out: their sessions end now and their tokens work no more. What they did stays.
 * @throws AppError `not_found`; `conflict` when no admin would be left.
 */
export const disableUser = mutation({
  name: 'user.disable',
  permission: 'member:write',
  input: usernameInput,
  object: ({ username }) => ({ type: 'user', name: username }),
  data: () => ({}),
  async run({ tx, now }, { username }) {
    await lockAdmins(tx)
    const [row] = await tx.query<{ id: number }>(
      'UPDATE app_user SET disabled_at = coalesce(disabled_at, $2) WHERE username = $1 RETURNING id',
      [username, now],
    )
    const { id } = found(row, 'member', username)
    await tx.query('UPDATE session SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL', [id, now])
    await keepAnAdmin(tx)
    return { username }
  },
})
