import type { JournalEntry } from './journal'

/** What judges a run from outside: every function reads a journal and nothing else. */

const isEffect = (entry: JournalEntry) => entry.type === 'applied' && entry.action === 'start'

/** Lists the effects per cluster, in order: one list entry per operation that really began. */
export function effectsPerTarget(log: readonly JournalEntry[]): Map<string, JournalEntry[]> {
  return groupBy(log.filter(isEffect), (entry) => entry.cluster ?? '')
}

/** Names the attempts (`cluster step generation`) that came with more than one idempotency key. */
export function attemptsWithSeveralKeys(log: readonly JournalEntry[]): string[] {
  const starts = log.filter((entry) => entry.type === 'received' && entry.action === 'start')
  const attempts = groupBy(starts, (entry) => `${entry.cluster} ${entry.step} ${entry.generation}`)
  return [...attempts]
    .filter(([, entries]) => new Set(entries.map((entry) => entry.key)).size > 1)
    .map(([name]) => name)
}

/** One operation from its effect to its end; `until` is infinite while it runs. */
export interface Span {
  readonly cluster: string
  readonly operation: string
  readonly from: number
  readonly until: number
}

/** Lists the operations as spans of monotonic time, in order of their beginning. */
export function spans(log: readonly JournalEntry[]): Span[] {
  const ends = new Map(
    log.filter((entry) => entry.type === 'ended').map((entry) => [entry.operation, entry.monotonic]),
  )
  return log.filter(isEffect).map((entry) => ({
    cluster: entry.cluster ?? '',
    operation: entry.operation ?? '',
    from: entry.monotonic,
    until: ends.get(entry.operation) ?? Number.POSITIVE_INFINITY,
  }))
}

/** Finds the greatest number of operations under way at one instant, over all clusters or the chosen ones. */
export function maxOverlap(
  log: readonly JournalEntry[],
  chosen: (cluster: string) => boolean = () => true,
): number {
  const steps = spans(log)
    .filter((span) => chosen(span.cluster))
    .flatMap((span) => [
      { at: span.from, change: 1 },
      { at: span.until, change: -1 },
    ])
    // An end frees its slot before a start at the same instant takes it.
    .sort((a, b) => a.at - b.at || a.change - b.change)
  let running = 0
  let most = 0
  for (const step of steps) {
    running += step.change
    most = Math.max(most, running)
  }
  return most
}

/** Names the clusters that had two operations under way at once. */
export function clustersWithOverlap(log: readonly JournalEntry[]): string[] {
  const clusters = new Set(spans(log).map((span) => span.cluster))
  return [...clusters].filter((name) => maxOverlap(log, (cluster) => cluster === name) > 1)
}

/** Lists the start requests that were received after an instant (epoch ms). */
export function startsAfter(log: readonly JournalEntry[], at: number): JournalEntry[] {
  return log.filter((entry) => entry.type === 'received' && entry.action === 'start' && entry.at > at)
}

/** Names the clusters that any start ever reached, effect or not. */
export function touched(log: readonly JournalEntry[]): Set<string> {
  const starts = log.filter((entry) => entry.action === 'start' && entry.cluster !== null)
  return new Set(starts.map((entry) => entry.cluster as string))
}

/** Counts how the operations ended; a run in which nothing was done proves nothing. */
export function outcomes(log: readonly JournalEntry[]): Record<'done' | 'failed' | 'cancelled', number> {
  const counts = { done: 0, failed: 0, cancelled: 0 }
  for (const entry of log) if (entry.outcome) counts[entry.outcome] += 1
  return counts
}

/** Milliseconds between the start requests of each key: how a caller spaced its retries. */
export function retryGaps(log: readonly JournalEntry[]): Map<string, number[]> {
  const starts = log.filter((entry) => entry.type === 'received' && entry.action === 'start')
  const gaps = new Map<string, number[]>()
  for (const [key, entries] of groupBy(starts, (entry) => entry.key ?? '')) {
    gaps.set(
      key,
      entries.slice(1).map((entry, i) => entry.monotonic - (entries[i] as JournalEntry).monotonic),
    )
  }
  return gaps
}

/** Lists the requests that came before the time that a `Retry-After` for the same key and kind had asked for. */
export function retryAfterIgnored(log: readonly JournalEntry[]): JournalEntry[] {
  const notBefore = new Map<string, number>()
  const ignored: JournalEntry[] = []
  for (const entry of log) {
    const subject = `${entry.action} ${entry.key}`
    if (entry.type === 'received' && entry.monotonic < (notBefore.get(subject) ?? 0)) ignored.push(entry)
    if (entry.type === 'responded' && entry.retryAfterMs)
      notBefore.set(subject, entry.monotonic + entry.retryAfterMs)
  }
  return ignored
}

function groupBy<T>(items: readonly T[], name: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(name(item))
    if (group) group.push(item)
    else groups.set(name(item), [item])
  }
  return groups
}
