import type { InboxItemDto } from './dto'

/** Names an approval and the round in which it asks: asked anew, it is another. */
export const keyOf = ({ rollout, gate, requestedAt }: InboxItemDto): string =>
  `${rollout} ${gate} ${requestedAt}`

/** Finds the approvals for this person that were not among those known; null = nothing was known before. */
export function arrivals(known: ReadonlySet<string> | null, items: readonly InboxItemDto[]): InboxItemDto[] {
  if (known === null) return []
  return items.filter((item) => item.mine && !known.has(keyOf(item)))
}
