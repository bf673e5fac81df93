'use client'

import { Kbd } from '@/components/ui/kbd'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import type { ViewState } from '../view-state'
import { MapLegend } from './map-legend'
import { MapView } from './map-view'

/** The map at full width. */
export function MapTab({
  store,
  view,
  change,
}: {
  store: RolloutStore
  view: ViewState
  change: (next: Partial<ViewState>) => void
}) {
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-2">
        <MapLegend />
        <p className="ml-auto flex items-center gap-1.5 text-xs text-ink-3 max-md:hidden">
          <Kbd keys="N" /> <Kbd keys="P" /> next and previous failure
        </p>
      </div>
      <MapView store={store} open={view.cluster} onOpen={(cluster) => change({ cluster })} heightMax={760} />
      <p className="mt-4 text-xs text-ink-3">
        One square per cluster, by phase and region; their order never changes.{' '}
        <button type="button" className="underline hover:text-ink" onClick={() => change({ tab: 'targets' })}>
          View as table
        </button>
      </p>
    </>
  )
}
