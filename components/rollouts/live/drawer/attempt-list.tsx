'use client'

import { StateGlyph } from '@/components/ui/state-glyph'
import { Time } from '@/components/ui/time'
import { formatDuration } from '@/lib/client/format'
import type { StateStyle } from '@/lib/client/state-style'
import type { AttemptDto } from '@/lib/rollouts/dto'
import { useLiveNow } from '../live-context'

const ended: Record<string, StateStyle> = {
  succeeded: { tone: 'succeeded', glyph: 'solid', label: 'Succeeded' },
  cancelled: { tone: 'skipped', glyph: 'dash', label: 'Cancelled' },
}
const inFlight: StateStyle = { tone: 'running', glyph: 'running', label: 'In flight' }
const failed = (outcome: string): StateStyle => ({
  tone: 'failed',
  glyph: 'cross',
  label: outcome.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase()),
})

/** Every try at every step, newest first, with its idempotency key. */
export function AttemptList({ attempts }: { attempts: readonly AttemptDto[] }) {
  const now = useLiveNow()
  return (
    <ol className="divide-y divide-line rounded-lg border border-line">
      {[...attempts].reverse().map((attempt) => {
        const style =
          attempt.outcome === null ? inFlight : (ended[attempt.outcome] ?? failed(attempt.outcome))
        const end = attempt.finishedAt ? Date.parse(attempt.finishedAt) : now
        return (
          <li key={attempt.key} className="px-3 py-2 text-sm">
            <div className="flex flex-wrap items-center gap-x-2.5">
              <StateGlyph style={style} size={11} />
              <span className="font-medium capitalize">{attempt.step}</span>
              <span className="text-ink-2">
                {style.label}
                {attempt.number > 1 ? `, attempt ${attempt.number}` : ''}
              </span>
              <span className="ml-auto text-xs text-ink-3 tabular-nums" suppressHydrationWarning>
                {formatDuration(end - Date.parse(attempt.startedAt))} ·{' '}
                <Time at={attempt.startedAt} format="absolute" />
              </span>
            </div>
            {attempt.message ? <p className="mt-1 pl-5 text-pretty text-ink-2">{attempt.message}</p> : null}
            <p className="mt-0.5 truncate pl-5 text-2xs text-ink-3" title="Idempotency key">
              <span className="ident">{attempt.key}</span>
            </p>
          </li>
        )
      })}
    </ol>
  )
}
