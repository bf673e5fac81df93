'use client'

import { useMemo, useState } from 'react'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { useLiveClient, useVersion } from '../live-context'
import type { ViewState } from '../view-state'
import { filterTargets, matcher, sortTargets } from './select-targets'
import { useFilter } from './use-filter'

/**
 * The rows of the table. They are chosen and sorted when the filter or the order is changed, never because
 * data arrived: `more` says how many match by now and are not shown, until one asks for them.
 */
export function useTargetList(
  store: RolloutStore,
  view: ViewState,
): { rows: number[]; more: number; renew(): void } {
  const client = useLiveClient()
  const [renewed, setRenewed] = useState(0)
  const version = useVersion(store, 'counts')
  const { sort, descending } = view
  const filter = useFilter(view)
  const first = store.seq >= 0
  const rows = useMemo(() => {
    void renewed
    void first
    const found = filterTargets(store.roster, store.columns, filter)
    return sortTargets(found, store.roster, store.columns, sort, descending, client.shownAt)
  }, [store, client, filter, sort, descending, renewed, first])
  const more = useMemo(() => {
    void version
    if (filter.states.length === 0) return 0
    const shown = new Set(rows)
    const matches = matcher(store.roster, store.columns, filter)
    let count = 0
    for (let index = 0; index < store.columns.size; index++) if (!shown.has(index) && matches(index)) count++
    return count
  }, [store, filter, rows, version])
  return { rows, more, renew: () => setRenewed((before) => before + 1) }
}
