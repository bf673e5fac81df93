'use client'

import { cx } from '@/lib/client/cx'
import { formatCount } from '@/lib/client/format'
import type { LanePhase } from '@/lib/core/policy/lane'
import type { LaneFacts } from './lane-facts'

/** The policy in one strip: a chip per phase, as wide as its share of the fleet, and what no phase takes. */
export function OverviewStrip({
  phases,
  facts,
  onOpen,
}: {
  phases: readonly LanePhase[]
  facts: LaneFacts | null
  onOpen: (index: number) => void
}) {
  const rest = facts?.remainder.length ?? 0
  return (
    <ol aria-label="Phases by size" className="flex h-8 w-full min-w-0 gap-0.5 overflow-hidden rounded-md">
      {phases.map((phase) => {
        const taken = facts?.phases[phase.index]?.taken ?? 1
        return (
          <li key={phase.index} className="flex min-w-8 basis-0" style={{ flexGrow: Math.max(taken, 0.01) }}>
            <button
              type="button"
              title={`${phase.title}: ${formatCount(taken)}`}
              onClick={() => onOpen(phase.index)}
              className={cx(
                'flex w-full min-w-0 items-center gap-1.5 px-2 text-xs',
                taken === 0 ? 'bg-warning-soft text-warning' : 'bg-accent-soft text-accent',
              )}
            >
              <span className="truncate font-medium">{phase.title}</span>
              {facts ? <span className="shrink-0 tabular-nums">{formatCount(taken)}</span> : null}
            </button>
          </li>
        )
      })}
      {rest > 0 ? (
        <li className="flex min-w-12 basis-0" style={{ flexGrow: rest }}>
          <span
            className="flex w-full min-w-0 items-center gap-1.5 bg-hover px-2 text-xs text-ink-2"
            title={`No phase takes ${formatCount(rest)}`}
          >
            <span className="truncate">no phase</span>
            <span className="shrink-0 tabular-nums">{formatCount(rest)}</span>
          </span>
        </li>
      ) : null}
    </ol>
  )
}
