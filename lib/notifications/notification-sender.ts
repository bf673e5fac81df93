import type { Sql } from '@/lib/server/sql'
import { createOutBox, type OutBox } from '@/lib/webhooks/out-box'
import { type PostDeps, postCall } from '@/lib/webhooks/post-call'
import { signNotification } from '@/lib/webhooks/sign-call'
import { type Delivery, deliveryBody, deliveryKey } from './delivery'
import { keepDelivered, keepUndelivered, takeDueDeliveries } from './due-deliveries'

/** How long a delivery is tried: older news helps nobody. */
const triedMs = 24 * 3_600_000

/** Makes what tells notification routes of events. */
export const createNotificationSender = (
  sql: Sql,
  deps: PostDeps,
  onError: (error: unknown) => void,
): OutBox =>
  createOutBox<Delivery>({
    underWayMax: 20,
    take: (max, underWay) =>
      takeDueDeliveries(
        sql,
        max,
        underWay.map(({ routeId }) => routeId),
      ),
    carry: (delivery) => carry(sql, delivery, deps),
    onError,
  })

async function carry(sql: Sql, delivery: Delivery, deps: PostDeps): Promise<void> {
  const { url, attempts, route, secret, createdAt } = delivery
  const body = deliveryBody(delivery, deps.publicUrl)
  const sign = async (timestamp: string) =>
    signNotification(await deps.secret(secret), { timestamp, route, body })
  const sent = await postCall({ url, body, key: deliveryKey(delivery), attempts, sign }, deps)
  if (sent.kind === 'told') return keepDelivered(sql, delivery)
  // What the end of this worker has broken off is for another one, at once.
  if (deps.signal.aborted) return keepUndelivered(sql, delivery, sent.error, 0)
  const old = deps.now() - createdAt.getTime() + sent.afterMs > triedMs
  const error = old ? `${sent.error}; given up after a day of trying` : sent.error
  return keepUndelivered(sql, delivery, error, old ? null : sent.afterMs)
}
