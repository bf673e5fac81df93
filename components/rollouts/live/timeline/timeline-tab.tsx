'use client'

import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import type { Rights } from '../header/controls'
import { TargetFilter } from '../targets/target-filter'
import type { ViewState } from '../view-state'
import { BrushBar } from './brush-bar'
import { TimelineView } from './timeline-view'

/** When every cluster was worked on: groups as curves, clusters as bars, idle stretches folded. */
export function TimelineTab({
  store,
  view,
  change,
  rights,
}: {
  store: RolloutStore
  view: ViewState
  change: (next: Partial<ViewState>) => void
  rights: Rights
}) {
  return (
    <>
      <TargetFilter view={view} change={change} />
      {view.active === null ? null : (
        <BrushBar store={store} brush={view.active} rights={rights} change={change} />
      )}
      <TimelineView store={store} view={view} change={change} />
      <p className="mt-3 text-xs text-pretty text-ink-3">
        Drag the rows to move, the axis to choose a stretch of time.{' '}
        <span className="max-md:hidden">
          Ctrl and the wheel zoom. By keyboard: arrows move, + and − zoom, B chooses, Shift and arrows move
          what is chosen, Alt and arrows its end.{' '}
        </span>
        Stretches in which nothing was in flight are folded to a hatched band.{' '}
        <button type="button" className="underline hover:text-ink" onClick={() => change({ tab: 'targets' })}>
          View as table
        </button>
      </p>
    </>
  )
}
