import { formatCount } from '@/lib/client/format'
import type { Tone } from '@/lib/client/palette'
import { toneFill } from './state-glyph'

export interface BarPart {
  key: string
  tone: Tone
  count: number
  /** In words, for the tooltip and for screen readers: "succeeded". */
  label: string
}

/**
 * Shows how a whole is made up of states, as one bar. What is there but thinner than two pixels is drawn
 * two pixels wide: a lone failure among 10,000 must be seen.
 */
export function StackedBar({
  parts,
  total,
  height = 8,
  label,
}: {
  parts: readonly BarPart[]
  total: number
  height?: number
  /** What the bar is about; the numbers are added to it. */
  label: string
}) {
  const shown = parts.filter((part) => part.count > 0)
  const words = shown.map((part) => `${formatCount(part.count)} ${part.label}`).join(', ')
  return (
    <div
      role="img"
      aria-label={`${label}: ${words || 'nothing yet'}`}
      title={words}
      className="flex w-full gap-px overflow-hidden rounded-full bg-hover"
      style={{ height }}
    >
      {shown.map((part) => (
        <span
          key={part.key}
          className={`min-w-[2px] ${toneFill[part.tone]}`}
          style={{ flexGrow: part.count / Math.max(1, total), flexBasis: 0 }}
        />
      ))}
    </div>
  )
}

/**
 * Shows how much of a failure budget is spent: full when the next failure trips it, and the trip itself
 * in red. `max` failures are tolerated, the next one trips.
 */
export function BurnBar({ charged, max, label }: { charged: number; max: number; label: string }) {
  const tripped = charged > max
  const share = max === 0 ? (charged > 0 ? 1 : 0) : Math.min(1, charged / max)
  const fill = tripped ? 'bg-state-failed' : share >= 0.75 ? 'bg-state-retrying' : 'bg-control'
  return (
    <div
      role="img"
      aria-label={`${label}: ${formatCount(charged)} of ${formatCount(max)} tolerated failures`}
      className="h-1.5 w-full overflow-hidden rounded-full bg-active"
    >
      <div className={`h-full rounded-full ${fill}`} style={{ width: `${share * 100}%` }} />
    </div>
  )
}
