'use client'

import { toneFill } from '@/components/ui/state-glyph'
import { formatDuration } from '@/lib/client/format'
import type { Tone } from '@/lib/client/palette'
import type { PhaseSpanDto, QuantilesDto, RehearsalDto } from '@/lib/rehearsals/dto'

interface Part {
  tone: Tone
  words: string
  from: number
  to: number
}

/** The phases of the run in the middle as bars over one axis, and between when they end in most runs. */
export function RehearsalTimeline({ rehearsal }: { rehearsal: RehearsalDto }) {
  const start = Date.parse(rehearsal.startsAt)
  const all = rehearsal.timeline.map((span) => partsOf(span))
  const end = Math.max(start + 1, ...all.flat().map(({ to }) => to))
  return (
    <ol
      aria-label="Phases in a typical run"
      className="grid grid-cols-[minmax(5rem,10rem)_minmax(0,1fr)_max-content] items-center gap-x-3 gap-y-1.5 text-xs"
    >
      {rehearsal.phases.map((phase, i) => (
        <li key={phase.id} className="contents">
          <span className="truncate" title={phase.title}>
            {phase.title}
          </span>
          <Bar parts={all[i] ?? []} start={start} length={end - start} />
          <span className="text-right text-ink-2 tabular-nums">{endWords(phase.end, start)}</span>
        </li>
      ))}
    </ol>
  )
}

function Bar({ parts, start, length }: { parts: readonly Part[]; start: number; length: number }) {
  const words = parts.map((part) => `${part.words} ${formatDuration(part.to - part.from)}`).join(', ')
  return (
    <span
      role="img"
      aria-label={words || 'never begins'}
      title={words}
      className="relative block h-2 w-full overflow-hidden rounded-full bg-hover"
    >
      {parts.map((part) => (
        <span
          key={part.words}
          className={`absolute inset-y-0 min-w-[2px] ${toneFill[part.tone]}`}
          style={{
            left: `${((part.from - start) / length) * 100}%`,
            width: `${((part.to - part.from) / length) * 100}%`,
          }}
        />
      ))}
    </span>
  )
}

function partsOf({ enteredAt, startedAt, soakingAt, finishedAt }: PhaseSpanDto): Part[] {
  const at = (text: string | null) => (text === null ? null : Date.parse(text))
  const [entered, started, soaking, finished] = [at(enteredAt), at(startedAt), at(soakingAt), at(finishedAt)]
  const part = (tone: Tone, words: string, from: number | null, to: number | null): Part[] =>
    from === null || to === null || to <= from ? [] : [{ tone, words, from, to }]
  return [
    ...part('held', 'waits', entered, started),
    ...part('running', 'runs', started, soaking ?? finished),
    ...part('verifying', 'soaks', soaking, finished),
  ]
}

/** "ends after 2 h 5 min – 3 h": in half of the runs by the first, in nine of ten by the second. */
function endWords({ p50, p90 }: QuantilesDto, start: number): string {
  if (p50 === null) return 'mostly not reached'
  const after = (at: string) => formatDuration(Date.parse(at) - start)
  return p90 === null ? `${after(p50)} – not always` : `${after(p50)} – ${after(p90)}`
}
