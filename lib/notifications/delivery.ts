import type { News } from './news-of-change'
import { sentenceOf } from './sentence-of'

/** An event that is due at a route, with all that is told of it. */
export interface Delivery {
  readonly id: string
  readonly routeId: number
  readonly route: string
  readonly url: string
  readonly secret: string
  /** Counted up when it is taken for sending: whoever took it earlier settles nothing any more. */
  readonly attempts: number
  readonly createdAt: Date
  readonly event: string
  readonly rollout: number | null
  readonly title: string | null
  readonly body: News['body'] & { readonly actor: string; readonly seq?: number }
}

/** What makes a delivery the same one however often it is sent. */
export const deliveryKey = ({ id, createdAt }: Delivery): string =>
  `notification-${id}-${createdAt.getTime().toString(36)}`

/** The body of a delivery. */
export function deliveryBody(delivery: Delivery, publicUrl: string): string {
  const { event, rollout, title, body } = delivery
  return JSON.stringify({
    event,
    id: deliveryKey(delivery),
    text: sentenceOf(delivery),
    url: new URL(pageOf(delivery), publicUrl).href,
    rollout: rollout === null ? null : String(rollout),
    title,
    ...body,
  })
}

/** The page of the console on which one sees it. */
function pageOf({ event, rollout, body: { gate } }: Delivery): string {
  if (rollout === null) return '/'
  return event === 'approval.requested' && gate !== null
    ? `/approvals/${rollout}/${encodeURIComponent(gate)}`
    : `/rollouts/${rollout}`
}
