import type { EventDto, Page } from '@/lib/rollouts/dto'
import type { ProductApi } from './product-api'

/** When each state of the event log was shown: the last event in it, and the moment in epoch ms; in order. */
export type Shown = readonly (readonly [seq: number, at: number])[]

/** The events that came about while states were shown, as the public API tells them. */
export async function eventsWhile(api: ProductApi, rollout: string, shown: Shown): Promise<EventDto[]> {
  const last = shown.at(-1)?.[0] ?? 0
  const events: EventDto[] = []
  let after = shown[0]?.[0] ?? last
  while (after < last) {
    const path = `/api/v1/rollouts/${rollout}/events?after=${after}&limit=5000`
    const { items } = await api.call<Page<EventDto>>('GET', path)
    events.push(...items)
    const end = items.at(-1)
    if (!end) break
    after = end.seq
  }
  return events
}

/**
 * How long it took from an event of a cluster until it was shown, ms, one for each. An event's instant is when the
 * engine decided on it, which is before its commit: the true figure is smaller.
 */
export function latencies(events: readonly EventDto[], shown: Shown): number[] {
  const result: number[] = []
  let at = 0
  for (const { seq, target, at: decided } of events) {
    while ((shown[at]?.[0] ?? Number.POSITIVE_INFINITY) < seq) at++
    const state = shown[at]
    if (state && target !== null) result.push(state[1] - Date.parse(decided))
  }
  return result
}
