import { found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { keepAnAdmin, lockAdmins, replaceBindings } from './bindings'
import { setRolesSchema } from './schemas'

/**
 * Replaces a member's roles.
 * @throws AppError `not_found`; `conflict` when no admin would be left.
 */
export const setRoles = mutation({
  name: 'user.set-roles',
  permission: 'member:write',
  input: setRolesSchema,
  object: ({ username }) => ({ type: 'user', name: username }),
  data: ({ roles }, { before }) => ({ before, roles }),
  async run({ tx }, { username, roles }) {
    await lockAdmins(tx)
    const [user] = await tx.query<{ id: number; before: unknown[] }>(
      `SELECT u.id, coalesce((SELECT json_agg(json_build_object('role', r.role, 'select', r."select"))
         FROM user_role r WHERE r.user_id = u.id), '[]') AS before
       FROM app_user u WHERE u.username = $1`,
      [username],
    )
    const { id, before } = found(user, 'member', username)
    await replaceBindings(tx, id, roles)
    await keepAnAdmin(tx)
    return { username, before }
  },
})
