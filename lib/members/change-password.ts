import { AppError, found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { hashPassword, verifyPassword } from './password'
import { changePasswordSchema } from './schemas'

/**
 * Changes one's own password, in a browser only, and ends one's other sessions.
 * @throws AppError `invalid` when the present password does not fit; `forbidden` with a token.
 */
export const changePassword = mutation({
  name: 'user.change-password',
  permission: 'token:own',
  input: changePasswordSchema,
  object: (_, { username }: { username: string }) => ({ type: 'user', name: username }),
  data: () => ({}),
  async run({ tx, actor, now }, { current, password }) {
    if (actor.kind !== 'user') throw new AppError('forbidden', 'A password is changed after signing in.')
    const [row] = await tx.query<{ password_hash: string | null }>(
      'SELECT password_hash FROM app_user WHERE id = $1 FOR UPDATE',
      [actor.userId],
    )
    const stored = found(row, 'member', actor.name).password_hash
    if (!(await verifyPassword(current, stored))) {
      const message = 'does not fit'
      throw new AppError('invalid', 'The present password does not fit.', {
        problems: [{ path: ['current'], message }],
      })
    }
    await tx.query('UPDATE app_user SET password_hash = $2 WHERE id = $1', [
      actor.userId,
      await hashPassword(password),
    ])
    await tx.query(
      'UPDATE session SET revoked_at = $3 WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL',
      [actor.userId, actor.sessionId, now],
    )
    return { username: actor.name }
  },
})
