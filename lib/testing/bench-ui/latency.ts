import type { EventDto, Page } from '@/lib/rollouts/dto'
import type { Watched } from './meters'
import type { ProductApi } from './product-api'

/**
 * How long it took from an event to the pixel that shows it, ms, one for each event of the time watched. An
 * event's instant is when the engine decided on it, which is before its commit: the true figure is smaller.
 */
export async function commitToPixel(
  api: ProductApi,
  rollout: string,
  { painted }: Watched,
): Promise<number[]> {
  const latencies: number[] = []
  const last = painted.at(-1)?.[0] ?? 0
  let after = painted[0]?.[0] ?? last
  let at = 0
  while (after < last) {
    const path = `/api/v1/rollouts/${rollout}/events?after=${after}&limit=5000`
    const { items } = await api.call<Page<EventDto>>('GET', path)
    for (const { seq, target, at: decided } of items) {
      while ((painted[at]?.[0] ?? Number.POSITIVE_INFINITY) < seq) at++
      const shown = painted[at]
      if (shown && target !== null) latencies.push(shown[1] - Date.parse(decided))
    }
    const end = items.at(-1)
    if (!end) break
    after = end.seq
  }
  return latencies
}
