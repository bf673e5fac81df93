import { found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { routeNameInput } from './schemas'

/** Sends a test to a notification route, also to one that is switched off; what came of it is in its deliveries. */
export const testRoute = mutation({
  name: 'notification_route.test',
  permission: 'notification:write',
  input: routeNameInput,
  object: ({ name }) => ({ type: 'notification_route', name }),
  data: () => ({}),
  async run({ tx, actor, now }, { name }) {
    const body = { type: 'test', at: now, actor: actor.name, phase: null, gate: null, data: null }
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO notification_delivery (route_id, event, body, due_at)
       SELECT id, 'test', $2::jsonb, now() FROM notification_route WHERE name = $1 RETURNING id::text`,
      [name, JSON.stringify(body)],
    )
    return { id: found(row, 'notification route', name).id }
  },
})
