import { formatCount } from '@/lib/client/format'

/** One line of what a control will do: how many of what, and what becomes of them; inside a `dl`. */
export function Effect({ count, what, effect }: { count: number; what: string; effect: string }) {
  return (
    <>
      <dt className="text-right text-lg font-semibold tabular-nums">{formatCount(count)}</dt>
      <dd>
        {what} <span className="text-ink-3">→</span> {effect}
      </dd>
    </>
  )
}
