'use client'

import { Hourglass } from 'lucide-react'
import { Time } from '@/components/ui/time'
import { formatCount, formatDuration } from '@/lib/client/format'
import type { WaitReasonDto } from '@/lib/rollouts/dto'
import { useHeader, useLiveNow } from '../live-context'

/** What the rollout waits for and who can end it; the engine's own words. */
export function WaitingFor() {
  const { waitingFor, phases } = useHeader()
  if (waitingFor.length === 0) return null
  // Where only one phase runs, its name says nothing.
  const running = phases.filter(({ state }) => state === 'running')
  const titles = new Map(running.length > 1 ? running.map(({ id, title }) => [id, title]) : [])
  return (
    <section aria-labelledby="waiting-for">
      <h2 id="waiting-for" className="mb-2 flex items-center gap-1.5 text-sm font-semibold">
        <Hourglass size={14} aria-hidden="true" className="text-ink-3" />
        Waiting for
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {waitingFor.map((reason) => (
          <WaitReason
            key={`${reason.kind}:${reason.phase}:${reason.gate}:${reason.message}`}
            reason={reason}
            phase={titles.get(reason.phase ?? '') ?? null}
          />
        ))}
      </ul>
    </section>
  )
}

/** One reason: how many it holds, why, since when, until when, and who can end it. */
export function WaitReason({
  reason,
  phase = null,
  rests = false,
}: {
  reason: WaitReasonDto
  /** Title of the phase, where it has to be said. */
  phase?: string | null
  /** It explains where something is that does not wait any more. */
  rests?: boolean
}) {
  const message = reason.message.replace(/^\d+(?= )/, (count) => formatCount(Number(count)))
  return (
    <li className="flex gap-3 px-3 py-2 text-sm">
      {reason.targets === null || message.startsWith(formatCount(reason.targets)) ? null : (
        <span className="min-w-8 text-right font-semibold tabular-nums">{formatCount(reason.targets)}</span>
      )}
      <div className="min-w-0 flex-1">
        <p className="text-pretty">
          {phase === null ? null : <span className="font-medium">{phase}: </span>}
          {message}
        </p>
        <p className="flex flex-wrap gap-x-3 text-xs text-ink-3">
          {reason.since ? (
            <span>
              since <Time at={reason.since} />
            </span>
          ) : null}
          {reason.until ? <Until at={reason.until} /> : null}
          {reason.unblockedBy ? (
            <span>
              {rests ? 'can be changed by' : 'can be ended by'} {reason.unblockedBy}
            </span>
          ) : rests ? null : (
            <span>ends by itself</span>
          )}
        </p>
      </div>
    </li>
  )
}

/** Counts down to an instant, by the server's clock; stands still with it. */
export function Until({ at }: { at: string }) {
  const now = useLiveNow()
  const left = Date.parse(at) - now
  return (
    <span className="tabular-nums" suppressHydrationWarning>
      {left > 0 ? `${formatDuration(left)} left` : 'due now'}
    </span>
  )
}
