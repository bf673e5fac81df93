import type { PersonActor } from '@/lib/members/load-actor'
import { AppError } from '@/lib/server/errors'
import type { WebServices } from '@/lib/server/next/services'
import { openEventStream } from './event-stream'
import { processHub } from './process-hub'

/**
 * Opens the public event stream of a rollout for a caller: capped per user, and closed when the process ends.
 * @param lastEventId the sequence number after which to begin; 0 = from the first event.
 * @throws AppError `rate_limited` when the caller has too many streams open.
 */
export function streamEvents(
  services: WebServices,
  actor: PersonActor,
  rolloutId: number,
  lastEventId: number,
  signal: AbortSignal,
): Response {
  const hub = processHub(services)
  const user = String(actor.userId)
  if (hub.isFull(user)) {
    throw new AppError('rate_limited', 'You have too many event streams open; close one.', {
      retryAfterSeconds: 10,
    })
  }
  const { pool, watcher } = services
  const onOpen = hub.enrol.bind(hub, user)
  return openEventStream({ pool, watcher, rolloutId, lastEventId, signal, onOpen })
}
