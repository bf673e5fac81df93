'use client'

import { StateGlyph } from '@/components/ui/state-glyph'
import { formatCount } from '@/lib/client/format'
import { heldStyle, retryingStyle, targetStyle } from '@/lib/client/state-style'
import { barParts } from '../tally'
import { useTallies } from '../use-tallies'

const byLabel = new Map(
  [...Object.values(targetStyle), heldStyle, retryingStyle].map((style) => [style.label, style]),
)

/** What no button of the filter stands for: a part of those that one does stand for. */
const partial: ReadonlySet<string> = new Set([heldStyle.label, retryingStyle.label])

/** What the colours and shapes mean, with how many there are of each; only what occurs. */
export function MapLegend({
  besideFilter = false,
}: {
  /** The filter stands above it, whose buttons are most of a legend. */
  besideFilter?: boolean
}) {
  const { phases } = useTallies()
  const parts = barParts(phases).filter(({ key, count }) => count > 0 && (!besideFilter || partial.has(key)))
  return (
    <ul aria-label="States" className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-ink-2">
      {parts.map(({ key, count }) => {
        const style = byLabel.get(key)
        if (!style) return null
        return (
          <li key={key} className="flex items-center gap-1.5">
            <StateGlyph style={style} size={11} />
            {style.label}
            <span className="text-ink-3 tabular-nums">{formatCount(count)}</span>
          </li>
        )
      })}
    </ul>
  )
}
