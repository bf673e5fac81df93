import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { replaceBindings } from './bindings'
import { generatePassword, hashPassword } from './password'
import { createUserSchema } from './schemas'

/**
 * Adds a member. Without a password one is made and answered, once; it is kept nowhere.
 * @throws AppError `conflict` when the name is taken.
 */
export const createUser = mutation({
  name: 'user.create',
  permission: 'member:write',
  input: createUserSchema,
  object: ({ username }) => ({ type: 'user', name: username }),
  data: ({ name, email, roles }) => ({ name, email, roles }),
  async run({ tx }, { username, name, email, password, roles }) {
    const made = password === undefined ? generatePassword() : null
    const hash = await hashPassword(password ?? made ?? '')
    const [row] = await tx.query<{ id: number }>(
      `INSERT INTO app_user (username, name, email, password_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT (username) DO NOTHING RETURNING id`,
      [username, name ?? username, email, hash],
    )
    if (!row) throw new AppError('conflict', `There is already a member “${username}”.`)
    await replaceBindings(tx, row.id, roles)
    return { id: row.id, username, password: made }
  },
})
