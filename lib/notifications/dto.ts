/** Shapes of notification routes. Instants are ISO 8601 in UTC. */

/** What can be told to outside systems: turns of rollouts and of the line, never single clusters. */
export const notificationEvents = [
  'rollout.started',
  'rollout.paused',
  'rollout.resumed',
  'rollout.rolling_back',
  'rollout.ended',
  'phase.started',
  'phase.ended',
  'budget.exhausted',
  'approval.requested',
  'amendment.proposed',
  'line.stopped',
  'line.released',
] as const
export type NotificationEvent = (typeof notificationEvents)[number]

/** One outside system that is told of events. */
export interface NotificationRouteDto {
  name: string
  url: string
  /** Name of the stored secret that signs the calls. */
  secret: string
  events: NotificationEvent[]
  enabled: boolean
  updatedAt: string
  updatedBy: string
  /** Deliveries that are still to be taken. */
  pending: number
  /** The newest delivery; null = none yet. */
  last: DeliveryDto | null
}

/** One event on its way to one route, or arrived. */
export interface DeliveryDto {
  id: string
  /** One of the events, or `test`. */
  event: string
  /** What it is about; null = not about a rollout. */
  rollout: string | null
  title: string | null
  createdAt: string
  attempts: number
  /** When it was taken with a 2xx. */
  deliveredAt: string | null
  /** When it is sent again; null = not any more. */
  retryAt: string | null
  /** What came of the latest attempt; null = it was taken, or none was made. */
  error: string | null
}
