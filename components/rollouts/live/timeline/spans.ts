import type { SpansDto } from '@/lib/stream/spans'

export interface Span {
  readonly step: string
  readonly startedAt: number
  readonly finishedAt: number
  readonly outcome: string
}

/** Ended attempts by target, in the order in which they ended. */
export type SpansByTarget = ReadonlyMap<number, readonly Span[]>

/** Adds what was read to what is known, in place: a copy of all with each reading grows with the fleet. */
export function addSpans(known: Map<number, Span[]>, read: SpansDto): void {
  read.target.forEach((target, n) => {
    const span: Span = {
      step: read.step[n] ?? '',
      startedAt: read.startedAt[n] ?? 0,
      finishedAt: read.finishedAt[n] ?? 0,
      outcome: read.outcome[n] ?? '',
    }
    const spans = known.get(target)
    if (spans) spans.push(span)
    else known.set(target, [span])
  })
}
