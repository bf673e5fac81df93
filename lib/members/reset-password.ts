import { found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { generatePassword, hashPassword } from './password'
import { resetPasswordSchema } from './schemas'

/** Gives a member a new password and ends all their sessions; without one given, one is made and answered once. */
export const resetPassword = mutation({
  name: 'user.reset-password',
  permission: 'member:write',
  input: resetPasswordSchema,
  object: ({ username }) => ({ type: 'user', name: username }),
  data: () => ({}),
  async run({ tx, now }, { username, password }) {
    const made = password === undefined ? generatePassword() : null
    const hash = await hashPassword(password ?? made ?? '')
    const [row] = await tx.query<{ id: number }>(
      'UPDATE app_user SET password_hash = $2 WHERE username = $1 RETURNING id',
      [username, hash],
    )
    const { id } = found(row, 'member', username)
    await tx.query('UPDATE session SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL', [id, now])
    return { username, password: made }
  },
})
