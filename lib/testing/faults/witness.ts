import { outcomes, spans } from '../control-plane/invariants'
import type { JournalEntry } from '../control-plane/journal'

/** Names the clusters whose operations are under way. */
export const underWay = (log: readonly JournalEntry[]): string[] =>
  spans(log)
    .filter(({ until }) => until === Number.POSITIVE_INFINITY)
    .map(({ cluster }) => cluster)

/** Counts the operations that have ended well. */
export const doneCount = (log: readonly JournalEntry[]): number => outcomes(log).done

/** Counts how the control plane answered, by status; 0 = it cut the connection, `none` = never. */
export function answerCounts(log: readonly JournalEntry[]): Record<string, number> {
  const counts: Record<string, number> = { none: 0 }
  const answered = new Set<number>()
  for (const entry of log) {
    if (entry.type !== 'responded') continue
    answered.add(entry.request)
    const status = String(entry.status)
    counts[status] = (counts[status] ?? 0) + 1
  }
  for (const { type, request } of log)
    if (type === 'received' && !answered.has(request)) counts.none = (counts.none ?? 0) + 1
  return counts
}
