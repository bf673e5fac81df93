'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { ZoneChip } from '@/components/ui/time'
import { usePreferences } from '@/lib/client/preferences'
import { useResolvedTheme } from '@/lib/client/theme'
import { zoneLabel } from '@/lib/client/zone'
import { isFinished } from '@/lib/core/rollout/states'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { isHeld } from '../appearance'
import { filterGroups } from '../grouping'
import { useHeader, useLiveClient } from '../live-context'
import { TargetSummary } from '../map/map-tooltip'
import { useMatcher } from '../targets/use-filter'
import { useGrouping } from '../use-grouping'
import { useWidth } from '../use-width'
import type { ViewState } from '../view-state'
import { GroupTip } from './group-tip'
import { GroupToggles } from './group-toggles'
import { inks } from './inks'
import { readKey } from './keys'
import { LaneTip } from './lane-tip'
import { laneAt, laneOf, layoutLanes, unfoldedSizeMax } from './lanes'
import { Minimap } from './minimap'
import { axisHeight } from './paint-axis'
import { TimelineToolbar } from './timeline-toolbar'
import { useBrush } from './use-brush'
import { useGestures } from './use-gestures'
import { useSpans } from './use-spans'
import { useTimelineCanvas } from './use-timeline-canvas'
import { useTimelineWindow } from './use-timeline-window'
import { atX, type Scale, type Window, zoom } from './window'

/** The rows, their axis above and the whole time in small below. */
export function TimelineView({
  store,
  view,
  change,
}: {
  store: RolloutStore
  view: ViewState
  change: (next: Partial<ViewState>) => void
}) {
  const { roster } = store
  const rollout = useHeader()
  const client = useLiveClient()
  const theme = useResolvedTheme()
  const { activeZone } = usePreferences()
  const rows = useRef<HTMLDivElement>(null)
  const axis = useRef<HTMLCanvasElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const minimap = useRef<HTMLCanvasElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const scaleNow = useRef<Scale | null>(null)
  const width = useWidth(scroller)
  const gutter = width < 640 ? 124 : 256
  const { grouping, moved, renew } = useGrouping(store, view.group)
  // The chosen stretch is drawn on the rows, not taken out of them.
  const matches = useMatcher(store, { ...view, active: null })
  const shown = useMemo(() => (matches ? filterGroups(grouping, matches) : grouping), [grouping, matches])
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(
    () => new Set(roster.clusters.length <= unfoldedSizeMax ? grouping.groups.map(({ id }) => id) : []),
  )
  const [window, setWindow] = useTimelineWindow(view, change)
  const [hover, setHover] = useState<{ x: number; y: number } | null>(null)
  const layout = useMemo(() => layoutLanes(shown, unfolded), [shown, unfolded])
  const spans = useSpans(store)
  const heldKey = rollout.phases.map((phase) => (isHeld(phase, rollout) ? 1 : 0)).join('')
  const held = useMemo(() => [...heldKey].map((digit) => digit === '1'), [heldKey])
  const height = Math.min(Math.max(layout.height, 56), 620)
  const over = isFinished(rollout.state) ? rollout.finishedAt : null
  const open = view.cluster === null ? null : (roster.indexOf.get(view.cluster) ?? null)
  const { brush, handlers } = useBrush(
    () => scaleNow.current,
    gutter,
    view.active,
    (active) => change({ active }),
  )
  const lane = hover === null ? null : laneAt(layout, hover.y)
  const hoverIndex = lane?.kind === 'target' ? lane.index : null
  useTimelineCanvas({
    canvas,
    axis,
    minimap,
    scroller,
    scaleNow,
    store,
    rollout,
    layout,
    spans,
    held,
    window,
    width: Math.max(0, width - gutter),
    height,
    gutter,
    theme,
    zone: activeZone,
    hover: hover && { x: hover.x, index: hoverIndex },
    open,
    brush,
    ink: inks[theme],
    now: () => (over ? Date.parse(over) : client.now()),
  })
  useGestures(rows, {
    scale: () => scaleNow.current,
    gutter,
    onWindow: setWindow,
    onHover: setHover,
    onPick: (at) => {
      const picked = laneAt(layout, at.y)
      const cluster = picked?.kind === 'target' ? roster.clusters[picked.index] : undefined
      if (cluster !== undefined) change({ cluster })
    },
  })
  useEffect(() => {
    const y = open === null ? null : laneOf(layout, open)
    const box = scroller.current
    if (y === null || !box || (y >= box.scrollTop && y < box.scrollTop + box.clientHeight - 30)) return
    box.scrollTop = Math.max(0, y - box.clientHeight / 2)
  }, [layout, open])

  const scaled = (act: (scale: Scale) => Window) => {
    if (scaleNow.current) setWindow(act(scaleNow.current))
  }
  const middle = Math.max(0, width - gutter) / 2
  return (
    <div>
      <TimelineToolbar
        by={view.group}
        moved={moved}
        zoomed={window !== null}
        over={over !== null}
        onGroup={(group) => change({ group })}
        onRenew={renew}
        onAll={() => setWindow(null)}
        onZoom={(factor) => scaled((scale) => zoom(scale, middle, factor))}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys act on the focused region inside */}
      <div
        onKeyDown={(event) => {
          const act =
            event.target === scroller.current && scaleNow.current
              ? readKey(event, scaleNow.current, view.active)
              : null
          if (!act) return
          event.preventDefault()
          if ('window' in act) setWindow(act.window)
          else change(act)
        }}
        className="overflow-hidden rounded-lg border border-line"
      >
        <div className="relative cursor-crosshair touch-none" style={{ height: axisHeight }} {...handlers}>
          <canvas ref={axis} className="absolute inset-0" style={{ width, height: axisHeight }} />
          <span className="absolute top-1 left-2">
            <ZoneChip zone={zoneLabel(activeZone, new Date(rollout.startedAt ?? rollout.createdAt))} />
          </span>
        </div>
        <section
          ref={scroller}
          aria-label="Timeline; the table of the tab Clusters says the same"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard.
          tabIndex={0}
          className="overflow-y-auto overscroll-contain outline-offset-[-2px]"
          style={{ height }}
        >
          <div ref={rows} className="relative" style={{ height: layout.height }}>
            <div className="sticky top-0" style={{ height }}>
              <canvas
                ref={canvas}
                className="absolute inset-0 touch-pan-y"
                style={{ width, height, cursor: hoverIndex === null ? 'default' : 'pointer' }}
              />
            </div>
            <GroupToggles
              layout={layout}
              width={gutter}
              onToggle={(id) => setUnfolded((before) => toggled(before, id))}
            />
            {hover !== null && hover.x >= 0 && lane !== null && scaleNow.current ? (
              <LaneTip at={hover} gutter={gutter} width={width} scroller={scroller.current}>
                {lane.kind === 'target' ? (
                  <TargetSummary
                    store={store}
                    index={lane.index}
                    held={held[store.columns.phaseOf[lane.index] ?? 0] ?? false}
                  />
                ) : (
                  <GroupTip
                    title={layout.groups[lane.group]?.title ?? ''}
                    targets={layout.groups[lane.group]?.targets ?? new Uint32Array()}
                    columns={store.columns}
                    at={atX(scaleNow.current, hover.x)}
                  />
                )}
              </LaneTip>
            ) : null}
          </div>
        </section>
        <Minimap
          canvas={minimap}
          width={width}
          gutter={gutter}
          scale={() => scaleNow.current}
          onWindow={setWindow}
        />
      </div>
    </div>
  )
}

function toggled(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(before)
  if (!next.delete(id)) next.add(id)
  return next
}
