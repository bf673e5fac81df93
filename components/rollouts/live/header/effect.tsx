import type { ReactNode } from 'react'
import { formatCount } from '@/lib/client/format'

/** What a control will do, a line for each kind of cluster. */
export const Effects = ({ children }: { children: ReactNode }) => (
  <dl className="grid grid-cols-[max-content_minmax(0,1fr)] items-baseline gap-x-3 gap-y-2 text-sm">
    {children}
  </dl>
)

/** One line of what a control will do: how many of what, and what becomes of them. */
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
