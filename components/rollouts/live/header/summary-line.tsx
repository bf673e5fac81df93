'use client'

import { StateBadge } from '@/components/ui/badge'
import { StackedBar } from '@/components/ui/progress'
import { formatCount } from '@/lib/client/format'
import { rolloutStyle } from '@/lib/client/state-style'
import { useHeader } from '../live-context'
import { barParts, doneCount, failedCount } from '../tally'
import { useTallies } from '../use-tallies'
import { ConnectionChip } from './connection-chip'

/** Where the rollout stands, in a few words that stay in sight on a phone. */
export function SummaryLine() {
  const { state } = useHeader()
  const { phases, all } = useTallies()
  const failed = failedCount(all)
  return (
    <div className="min-w-0 flex-1">
      <p className="overflow-hidden">
        <StateBadge size="sm" style={rolloutStyle[state]} />
      </p>
      <p className="mt-0.5 mb-1 flex flex-wrap items-center gap-x-2 text-xs text-ink-2 tabular-nums">
        <span>
          {formatCount(doneCount(all))} of {formatCount(all.total)}
          {failed > 0 ? <span className="text-danger"> · {formatCount(failed)} failed</span> : null}
        </span>
        <ConnectionChip />
      </p>
      <StackedBar parts={barParts(phases)} total={all.total} height={6} label="All clusters" />
    </div>
  )
}
