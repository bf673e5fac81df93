import { AppError, found } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { deliveryInput } from './schemas'

/**
 * Tries once more to deliver what was given up, under the same key: a receiver that has taken it after all does not
 * take it twice.
 *
 * @throws AppError `not_found`; `conflict` when it was taken, is still tried, or its route is switched off.
 */
export const sendAgain = mutation({
  name: 'notification_route.send_again',
  permission: 'notification:write',
  input: deliveryInput,
  object: ({ name }) => ({ type: 'notification_route', name }),
  data: ({ delivery }) => ({ delivery }),
  async run({ tx }, { name, delivery }) {
    const [row] = await tx.query<{ enabled: boolean; taken: boolean; due: boolean }>(
      `SELECT w.enabled, d.delivered_at IS NOT NULL AS taken, d.due_at IS NOT NULL AS due
       FROM notification_delivery d JOIN notification_route w ON w.id = d.route_id
       WHERE w.name = $1 AND d.id = $2::bigint FOR UPDATE OF d`,
      [name, delivery],
    )
    const { enabled, taken, due } = found(row, 'delivery', delivery)
    if (taken) throw new AppError('conflict', 'It was taken; it is not sent again.')
    if (due) throw new AppError('conflict', 'It is still on its way and is tried again by itself.')
    if (!enabled) throw new AppError('conflict', 'The route is switched off; switch it on first.')
    await tx.query('UPDATE notification_delivery SET due_at = now() WHERE id = $1::bigint', [delivery])
  },
})
