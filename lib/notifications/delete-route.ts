import { found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { routeNameInput } from './schemas'

/** Deletes a notification route with its deliveries: nothing is sent there any more. */
export const deleteRoute = mutation({
  name: 'notification_route.delete',
  permission: 'notification:write',
  input: routeNameInput,
  object: ({ name }) => ({ type: 'notification_route', name }),
  data: () => ({}),
  async run({ tx }, { name }) {
    const [row] = await tx.query('DELETE FROM notification_route WHERE name = $1 RETURNING id', [name])
    found(row, 'notification route', name)
  },
})
