import { found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { usernameInput } from './schemas'

/** Lets a disabled member in again; they have to sign in anew, their tokens work again. */
export const enableUser = mutation({
  name: 'user.enable',
  permission: 'member:write',
  input: usernameInput,
  object: ({ username }) => ({ type: 'user', name: username }),
  data: () => ({}),
  async run({ tx }, { username }) {
    const [row] = await tx.query('UPDATE app_user SET disabled_at = NULL WHERE username = $1 RETURNING id', [
      username,
    ])
    found(row, 'member', username)
    return { username }
  },
})
