import { eventWeight, typeWords } from '@/components/rollouts/live/tabs/event-words'
import { cx } from '@/lib/client/cx'
import { formatDuration } from '@/lib/client/format'
import type { ReplayMark } from '@/lib/history/dto'

/** The turns of a rollout in order; each leads to its instant, and what lies ahead is quiet. */
export function MarkList({
  marks,
  from,
  at,
  onSeek,
}: {
  marks: readonly ReplayMark[]
  from: number
  at: number
  onSeek: (at: number) => void
}) {
  return (
    <ol className="flex max-h-[36rem] flex-col overflow-y-auto" aria-label="Turns">
      {marks.map((mark) => (
        <li key={mark.seq}>
          <button
            type="button"
            onClick={() => onSeek(mark.at)}
            className={cx(
              'flex w-full items-baseline gap-3 rounded-md px-2 py-1 text-left hover:bg-hover',
              mark.at > at && 'text-ink-3',
            )}
          >
            <span className="w-20 shrink-0 text-right text-xs text-ink-3 tabular-nums">
              {formatDuration(mark.at - from)}
            </span>
            <span
              className={cx(
                'min-w-0 flex-1 text-pretty',
                eventWeight(mark.type) === 'trouble' && mark.at <= at && 'text-danger',
              )}
            >
              {typeWords(mark.type)}
              {mark.phase ? <span className="ident text-ink-3"> {mark.phase}</span> : null}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}
