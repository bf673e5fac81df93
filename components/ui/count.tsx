import { formatCount, formatShare } from '@/lib/client/format'

/** A grouped number in digits of equal width; with `of`, its share follows quietly. */
export function Count({ value, of }: { value: number; of?: number }) {
  return (
    <span className="tabular-nums">
      {formatCount(value)}
      {of === undefined ? null : <span className="text-ink-3"> {formatShare(value, of)}</span>}
    </span>
  )
}
