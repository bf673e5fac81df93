'use client'

import { useMemo, useState } from 'react'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { codeOfCell, stateOfCode } from '@/lib/stream/cell'
import { type Grouping, type GroupKey, groupTargets } from './grouping'
import { useVersion } from './live-context'

/**
 * The groups to draw. By state they are of the moment at which one asked: `moved` says how many targets stand
 * under another state by now, and `renew` groups anew.
 */
export function useGrouping(
  store: RolloutStore,
  by: GroupKey,
): { grouping: Grouping; moved: number; renew(): void } {
  const [renewed, setRenewed] = useState(0)
  const version = useVersion(store, 'counts')
  const grouping = useMemo(() => {
    void renewed
    return groupTargets(store.roster, store.columns, by)
  }, [store, by, renewed])
  const moved = useMemo(() => {
    void version
    return by === 'state' ? countMoved(store, grouping) : 0
  }, [store, by, grouping, version])
  return { grouping, moved, renew: () => setRenewed((before) => before + 1) }
}

function countMoved({ columns }: RolloutStore, { groups }: Grouping): number {
  let moved = 0
  for (const { id, targets } of groups) {
    for (const index of targets) if (stateOfCode(codeOfCell(columns.cells[index] as number)) !== id) moved++
  }
  return moved
}
