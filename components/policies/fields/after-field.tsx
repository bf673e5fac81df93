'use client'

import { Segmented } from '@/components/ui/segmented'
import { cx } from '@/lib/client/cx'
import type { LanePhase } from '@/lib/core/policy/lane'
import type { Spot } from './spot'

type Kind = 'above' | 'once' | 'chosen'

/** What a phase waits for: the one above, nothing, or the phases that are chosen. */
export function AfterField({
  spot,
  phase,
  phases,
}: {
  spot: Spot
  phase: LanePhase
  phases: readonly LanePhase[]
}) {
  const others = phases.filter(({ index }) => index !== phase.index)
  if (others.length === 0) return null
  const chosen = phase.after
  const kind: Kind = phase.afterWritten ? (chosen.length === 0 ? 'once' : 'chosen') : 'above'
  const change = (next: Kind) => {
    const above = phases[phase.index - 1]?.id ?? others[0]?.id ?? ''
    spot.set(next === 'above' ? undefined : next === 'once' ? [] : chosen.length > 0 ? chosen : [above])
  }
  const toggle = (id: string) => {
    const next = phases.map((one) => one.id).filter((one) => chosen.includes(one) !== (one === id))
    spot.set(next)
  }
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-xs font-medium text-ink-2">Begins</span>
      <div className="flex flex-wrap items-center gap-1.5">
        <Segmented<Kind>
          label="What the phase waits for"
          segments={[
            { value: 'above', label: phase.index === 0 ? 'first' : 'after the one above' },
            ...(phase.index === 0 ? [] : [{ value: 'once' as const, label: 'at once' }]),
            { value: 'chosen', label: 'after …' },
          ]}
          value={kind}
          onChange={change}
        />
        {kind === 'chosen'
          ? others.map((other) => (
              <button
                key={other.index}
                type="button"
                aria-pressed={chosen.includes(other.id)}
                onClick={() => toggle(other.id)}
                className={cx(
                  'h-7 max-w-48 truncate rounded-md px-2 text-xs font-medium',
                  chosen.includes(other.id)
                    ? 'bg-accent-soft text-accent'
                    : 'text-ink-2 ring-1 ring-line-strong ring-inset hover:bg-hover',
                )}
              >
                {other.title}
              </button>
            ))
          : null}
      </div>
      {spot.problems > 0 ? (
        <p className="text-xs text-danger">{spot.problem ?? firstOf(spot, chosen.length)}</p>
      ) : null}
    </div>
  )
}

function firstOf(spot: Spot, count: number): string | null {
  for (let i = 0; i < count; i += 1) {
    const { problem } = spot.at(i)
    if (problem !== null) return problem
  }
  return null
}
