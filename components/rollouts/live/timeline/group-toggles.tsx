import { ChevronRight } from 'lucide-react'
import { cx } from '@/lib/client/cx'
import { formatCount } from '@/lib/client/format'
import { groupLaneHeight, type LaneLayout } from './lanes'

/** Names the groups at the left of their rows; pressed, they unfold into their clusters. */
export function GroupToggles({
  layout,
  width,
  onToggle,
}: {
  layout: LaneLayout
  width: number
  onToggle: (id: string) => void
}) {
  return layout.groups.map(({ group, title, y, targets, unfolded }) => {
    const { id } = layout.grouping.groups[group] as LaneLayout['grouping']['groups'][number]
    return (
      <button
        key={id}
        type="button"
        aria-expanded={unfolded}
        onClick={() => onToggle(id)}
        className="absolute left-0 flex items-center gap-1 pr-2 pl-1.5 text-left text-sm outline-offset-[-2px] hover:bg-hover"
        style={{ top: y, width, height: groupLaneHeight }}
      >
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={cx('shrink-0 text-ink-3 transition-transform', unfolded && 'rotate-90')}
        />
        <span className="min-w-0">
          <span className="block truncate font-medium">{title}</span>
          <span className="text-xs text-ink-3 tabular-nums">{formatCount(targets.length)}</span>
        </span>
      </button>
    )
  })
}
