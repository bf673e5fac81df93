import type { ClusterHistoryItem } from './cluster-history'

/** A version of a cluster and since when it had it, as far as rollouts tell. */
export interface VersionSpan {
  version: string | null
  /** Null: since before the first rollout. */
  since: string | null
  /** The rollout that brought it; null when it was there before, or came otherwise. */
  rollout: { id: string; title: string } | null
}

/**
 * Tells which versions a cluster had, newest first. A rollout records the version at its planning, so what came
 * between two of them shows at the later one; the present version closes the list.
 */
export function versionHistory(
  history: readonly ClusterHistoryItem[],
  present: string | null,
): VersionSpan[] {
  const oldestFirst = [...history].reverse()
  const spans: VersionSpan[] = []
  oldestFirst.forEach((item, index) => {
    const before = oldestFirst[index - 1]
    append(spans, item.versionBefore, before ?? null)
  })
  append(spans, present, oldestFirst.at(-1) ?? null)
  return spans.reverse()
}

function append(spans: VersionSpan[], version: string | null, cause: ClusterHistoryItem | null): void {
  if (spans.at(-1)?.version === version && spans.length > 0) return
  const brought = cause?.state === 'succeeded' || cause?.state === 'reverted'
  spans.push({
    version,
    since: cause === null ? null : (cause.finishedAt ?? cause.launchedAt),
    rollout: cause && brought ? { id: cause.rollout, title: cause.title } : null,
  })
}
