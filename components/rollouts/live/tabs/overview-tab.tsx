'use client'

import { Skeleton } from '@/components/ui/skeleton'
import type { Rights } from '../header/controls'
import { useHeader, useStore } from '../live-context'
import { MapLegend } from '../map/map-legend'
import { MapView } from '../map/map-view'
import type { ViewState } from '../view-state'
import { Guards } from './guards'
import { Membership } from './membership'
import { NewestFailures } from './newest-failures'
import { PhaseList } from './phase-list'
import { WaitingFor } from './waiting-for'

/** How it goes, phase by phase, beside every cluster at a glance. */
export function OverviewTab({
  view,
  change,
  rights,
}: {
  view: ViewState
  change: (next: Partial<ViewState>) => void
  rights: Rights
}) {
  const store = useStore()
  const rollout = useHeader()
  return (
    <div className="grid gap-x-10 gap-y-8 xl:grid-cols-[minmax(20rem,26rem)_minmax(0,1fr)]">
      <div className="flex flex-col gap-6">
        <WaitingFor />
        <Membership />
        <Guards />
        <PhaseList onShow={change} rights={rights} />
      </div>
      <div className="min-w-0">
        <div className="mb-3">
          <MapLegend />
        </div>
        {store ? (
          <MapView
            store={store}
            open={view.cluster}
            onOpen={(cluster) => change({ cluster })}
            heightMax={560}
          />
        ) : (
          <Skeleton className="h-80" />
        )}
        {store && rollout.total > 0 ? <NewestFailures store={store} change={change} /> : null}
      </div>
    </div>
  )
}
