'use client'

import { formatCount } from '@/lib/client/format'
import { usePreferences } from '@/lib/client/preferences'
import { formatClock } from '@/lib/client/zone'
import type { Columns } from '@/lib/stream/columns'
import { progressAt } from './density'

/** Says how far a group was at an instant. */
export function GroupTip({
  title,
  targets,
  columns,
  at,
}: {
  title: string
  targets: Uint32Array
  columns: Columns
  at: number
}) {
  const { activeZone } = usePreferences()
  const { started, finished, failed } = progressAt(columns, targets, at)
  return (
    <>
      <p className="flex justify-between gap-3">
        <span className="truncate font-medium">{title}</span>
        <span className="text-ink-3 tabular-nums">{formatClock(new Date(at), activeZone)}</span>
      </p>
      <p className="mt-0.5 text-ink-2 tabular-nums">
        {formatCount(finished)} of {formatCount(targets.length)} done,{' '}
        {formatCount(Math.max(0, started - finished))} in flight
      </p>
      <p className="text-ink-3 tabular-nums">{formatCount(failed)} failed by then</p>
    </>
  )
}
