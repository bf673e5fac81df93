import { ChevronRight } from 'lucide-react'
import { cx } from '@/lib/client/cx'
import { formatCount } from '@/lib/client/format'
import type { Roster } from '@/lib/stream/roster'
import { type LaneLayout, phaseLaneHeight } from './lanes'

/** Names the phases at the left of their rows; pressed, they unfold into their clusters. */
export function PhaseToggles({
  layout,
  roster,
  width,
  onToggle,
}: {
  layout: LaneLayout
  roster: Roster
  width: number
  onToggle: (phase: number) => void
}) {
  return layout.phases.map(({ phase, y, size, unfolded }) => (
    <button
      key={phase}
      type="button"
      aria-expanded={unfolded}
      onClick={() => onToggle(phase)}
      className="absolute left-0 flex items-center gap-1 pr-2 pl-1.5 text-left text-sm hover:bg-hover"
      style={{ top: y, width, height: phaseLaneHeight }}
    >
      <ChevronRight
        size={14}
        aria-hidden="true"
        className={cx('shrink-0 text-ink-3 transition-transform', unfolded && 'rotate-90')}
      />
      <span className="min-w-0">
        <span className="block truncate font-medium">{roster.phases[phase]?.title}</span>
        <span className="text-xs text-ink-3 tabular-nums">{formatCount(size)}</span>
      </span>
    </button>
  ))
}
