'use client'

import { Kbd } from '@/components/ui/kbd'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { GroupSwitch } from '../group-switch'
import { TargetFilter } from '../targets/target-filter'
import { useMatcher } from '../targets/use-filter'
import { useGrouping } from '../use-grouping'
import type { ViewState } from '../view-state'
import { MapLegend } from './map-legend'
import { MapView } from './map-view'

/** The map at full width, grouped and filtered as one likes. */
export function MapTab({
  store,
  view,
  change,
}: {
  store: RolloutStore
  view: ViewState
  change: (next: Partial<ViewState>) => void
}) {
  const { grouping, moved, renew } = useGrouping(store, view.group)
  const matches = useMatcher(store, view)
  return (
    <>
      <TargetFilter view={view} change={change} />
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <MapLegend besideFilter />
        <GroupSwitch
          value={view.group}
          onChange={(group) => change({ group })}
          moved={moved}
          onRenew={renew}
        />
      </div>
      <MapView
        store={store}
        grouping={grouping}
        matches={matches}
        open={view.cluster}
        onOpen={(cluster) => change({ cluster })}
        heightMax={760}
      />
      <p className="mt-4 flex flex-wrap items-center gap-x-1.5 gap-y-1 text-xs text-ink-3">
        <span className="mr-2 inline-flex items-center gap-1.5 max-md:hidden">
          <Kbd keys="N" /> <Kbd keys="P" /> next and previous failure.
        </span>
        One square per cluster; none moves by itself.{' '}
        <button type="button" className="underline hover:text-ink" onClick={() => change({ tab: 'targets' })}>
          View as table
        </button>
      </p>
    </>
  )
}
