import type { SpansDto } from '@/lib/stream/spans'

export interface Span {
  readonly step: string
  readonly startedAt: number
  readonly finishedAt: number
  readonly outcome: string
}

/** Ended attempts by target, in the order in which they ended. */
export type SpansByTarget = ReadonlyMap<number, readonly Span[]>

/** Adds what was read to what is known. */
export function addSpans(known: SpansByTarget, read: SpansDto): SpansByTarget {
  const next = new Map(known)
  read.target.forEach((target, n) => {
    const span: Span = {
      step: read.step[n] ?? '',
      startedAt: read.startedAt[n] ?? 0,
      finishedAt: read.finishedAt[n] ?? 0,
      outcome: read.outcome[n] ?? '',
    }
    next.set(target, [...(next.get(target) ?? []), span])
  })
  return next
}
