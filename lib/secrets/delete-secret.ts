import { found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { secretNameInput } from './schemas'

/** Deletes a secret; operations that refer to it fail from now on, and say so. */
export const deleteSecret = mutation({
  name: 'secret.delete',
  permission: 'secret:write',
  input: secretNameInput,
  object: ({ name }) => ({ type: 'secret', name }),
  data: () => ({}),
  async run({ tx }, { name }) {
    const [row] = await tx.query('DELETE FROM secret WHERE name = $1 RETURNING name', [name])
    found(row, 'secret', name)
  },
})
