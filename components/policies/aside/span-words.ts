import { formatDuration } from '@/lib/client/format'
import type { QuantilesDto, RehearsalDto } from '@/lib/rehearsals/dto'

/** `2 h to 3 h 10 min`: half of the runs took no longer than the first, nine in ten than the second. */
export function spanWords(begin: number, { p50, p90 }: QuantilesDto): string {
  if (p50 === null) return 'no end'
  const usual = formatDuration(Date.parse(p50) - begin)
  const late = p90 === null ? 'without end' : formatDuration(Date.parse(p90) - begin)
  return usual === late ? usual : `${usual} to ${late}`
}

/** Says how long each phase took in a rehearsal, by its id; those that most runs never came to are left out. */
export function phaseSpans({ phases }: RehearsalDto): ReadonlyMap<string, string> {
  return new Map(
    phases.flatMap(({ id, start, end }) =>
      start.p50 === null ? [] : [[id, spanWords(Date.parse(start.p50), end)] as const],
    ),
  )
}

/** How long each phase took in the middle of all runs, ms by its id; the whole rollout under ''. */
export function middleSpans({ startsAt, end, phases }: RehearsalDto): ReadonlyMap<string, number> {
  const span = (from: string | null, to: string | null) =>
    from === null || to === null ? null : Date.parse(to) - Date.parse(from)
  const all = [
    ['', span(startsAt, end.p50)],
    ...phases.map(({ id, start, end }) => [id, span(start.p50, end.p50)]),
  ]
  return new Map(all.filter((one): one is [string, number] => one[1] !== null))
}

/** Says how much longer or shorter something takes than before: `3 h longer`; less than a hundredth is the same. */
export function longerWords(before: number, after: number): string {
  const more = after - before
  if (Math.abs(more) < Math.max(1_000, before / 100)) return 'as long as before'
  return more > 0 ? `${formatDuration(more)} longer` : `${formatDuration(-more)} shorter`
}
