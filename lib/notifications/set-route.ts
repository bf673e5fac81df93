import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { setRouteInput } from './schemas'

/**
 * Makes a notification route, or puts it in place of one of the same name. What waits for a route that is switched
 * off is not sent any more.
 *
 * @throws AppError `invalid` when there is no such secret.
 */
export const setRoute = mutation({
  name: 'notification_route.set',
  permission: 'notification:write',
  input: setRouteInput,
  object: ({ name }) => ({ type: 'notification_route', name }),
  // Of many systems the path of the address is a password.
  data: ({ url, secret, events, enabled }) => ({ host: new URL(url).host, secret, events, enabled }),
  async run({ tx, actor, now }, { name, url, secret, events, enabled }) {
    const [stored] = await tx.query('SELECT name FROM secret WHERE name = $1', [secret])
    if (!stored) {
      const message = `there is no secret “${secret}”; set it first`
      throw new AppError('invalid', `secret: ${message}`, { problems: [{ path: ['secret'], message }] })
    }
    const [row] = await tx.query<{ id: number }>(
      `INSERT INTO notification_route (name, url, secret, events, enabled, updated_at, updated_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (name) DO UPDATE SET url = excluded.url, secret = excluded.secret, events = excluded.events,
         enabled = excluded.enabled, updated_at = excluded.updated_at, updated_by = excluded.updated_by
       RETURNING id`,
      [name, url, secret, events, enabled, now, actor.name],
    )
    if (enabled) return
    await tx.query(
      `UPDATE notification_delivery SET due_at = NULL, error = 'The route was switched off before it was taken.'
       WHERE route_id = $1 AND due_at IS NOT NULL`,
      [row?.id],
    )
  },
})
