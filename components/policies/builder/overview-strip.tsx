'use client'

import { cx } from '@/lib/client/cx'
import { formatCount } from '@/lib/client/format'
import type { LanePhase } from '@/lib/core/policy/lane'
import type { LaneFacts } from './lane-facts'

/** The policy in one strip: a chip per phase, as wide as its share of the fleet, and what no phase takes. */
export function OverviewStrip({
  phases,
  facts,
  open,
  onOpen,
}: {
  phases: readonly LanePhase[]
  facts: LaneFacts | null
  open: unknown
  onOpen: (index: number) => void
}) {
  const rest = facts?.remainder.length ?? 0
  // Beyond a dozen, chips are too narrow for their names: the number stands for them.
  const named = phases.length <= 12
  return (
    <ol aria-label="Phases by size" className="flex h-8 w-full min-w-0 gap-0.5 overflow-hidden rounded-md">
      {phases.map((phase) => {
        const taken = facts?.phases[phase.index]?.taken ?? 1
        return (
          <li
            key={phase.index}
            className={cx('@container flex basis-0', named ? 'min-w-8' : 'min-w-4')}
            style={{ flexGrow: Math.max(taken, 0.01) }}
          >
            <button
              type="button"
              title={`${phase.title}: ${formatCount(taken)}`}
              aria-label={`Phase ${phase.index + 1}, ${phase.title}, by size: ${formatCount(taken)}`}
              onClick={() => onOpen(phase.index)}
              className={cx(
                'flex w-full min-w-0 items-center justify-start gap-1.5 overflow-hidden px-2 text-xs -outline-offset-2',
                taken === 0 ? 'bg-warning-soft text-warning' : 'bg-accent-soft text-accent',
                open === phase.index && 'shadow-[inset_0_-2px_0] shadow-accent',
              )}
            >
              {named ? (
                <>
                  <span className="truncate font-medium">{phase.title}</span>
                  {/* A number is whole or not there: half of one is another number. */}
                  {facts ? (
                    <span className="shrink-0 tabular-nums @max-[4rem]:hidden">{formatCount(taken)}</span>
                  ) : null}
                </>
              ) : (
                <span className="tabular-nums">{phase.index + 1}</span>
              )}
            </button>
          </li>
        )
      })}
      {rest > 0 ? (
        <li className="flex min-w-12 basis-0" style={{ flexGrow: rest }}>
          <span
            className="flex w-full min-w-0 items-center gap-1.5 overflow-hidden bg-hover px-2 text-xs text-ink-2"
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
