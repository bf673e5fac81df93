'use client'

import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { ZoneChip } from '@/components/ui/time'
import { Toolbar, ToolbarSpace } from '@/components/ui/toolbar'
import { usePreferences } from '@/lib/client/preferences'
import { useResolvedTheme } from '@/lib/client/theme'
import { zoneLabel } from '@/lib/client/zone'
import { isFinished } from '@/lib/core/rollout/states'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { isHeld } from '../appearance'
import { useHeader, useLiveClient } from '../live-context'
import { MapLegend } from '../map/map-legend'
import { TargetSummary } from '../map/map-tooltip'
import { useWidth } from '../use-width'
import type { ViewState } from '../view-state'
import { inks } from './inks'
import { LaneTip } from './lane-tip'
import { laneOf, layoutLanes, targetAt, unfoldedSizeMax } from './lanes'
import { axisHeight } from './paint-axis'
import { PhaseToggles } from './phase-toggles'
import { useGestures } from './use-gestures'
import { useSpans } from './use-spans'
import { useTimelineCanvas } from './use-timeline-canvas'
import { pan, type Scale, type Window, zoom } from './window'

/** When every cluster was worked on: phases as curves, clusters as bars, idle stretches folded. */
export function TimelineTab({
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
  const scroller = useRef<HTMLDivElement>(null)
  const scaleNow = useRef<Scale | null>(null)
  const width = useWidth(scroller)
  const gutter = width < 640 ? 124 : 256
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(
    () => new Set(roster.clusters.length <= unfoldedSizeMax ? roster.phases.keys() : []),
  )
  const [window, setWindow] = useState<Window>(null)
  const [hover, setHover] = useState<{ x: number; y: number } | null>(null)
  const layout = useMemo(() => layoutLanes(roster, unfolded), [roster, unfolded])
  const spans = useSpans(store)
  const heldKey = rollout.phases.map((phase) => (isHeld(phase, rollout) ? 1 : 0)).join('')
  const held = useMemo(() => [...heldKey].map((digit) => digit === '1'), [heldKey])
  const height = Math.min(layout.height, 620)
  const over = isFinished(rollout.state) ? rollout.finishedAt : null
  const open = view.cluster === null ? null : (roster.indexOf.get(view.cluster) ?? null)

  const hoverIndex = hover === null ? null : targetAt(layout, hover.y)
  useTimelineCanvas({
    canvas,
    axis,
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
    ink: inks[theme],
    now: () => (over ? Date.parse(over) : client.now()),
  })
  useGestures(rows, {
    scale: () => scaleNow.current,
    gutter,
    onWindow: setWindow,
    onHover: setHover,
    onPick: (at) => {
      const index = targetAt(layout, at.y)
      const cluster = index === null ? undefined : roster.clusters[index]
      if (cluster !== undefined) change({ cluster })
    },
  })
  useEffect(() => {
    const y = open === null ? null : laneOf(layout, open)
    const box = scroller.current
    if (y === null || !box || (y >= box.scrollTop && y < box.scrollTop + box.clientHeight - 30)) return
    box.scrollTop = Math.max(0, y - box.clientHeight / 2)
  }, [layout, open])

  const scaled = (act: (scale: Scale) => Window) => () => {
    if (scaleNow.current) setWindow(act(scaleNow.current))
  }
  const middle = Math.max(0, width - gutter) / 2
  return (
    <div>
      <Toolbar label="Timeline">
        <MapLegend />
        <ToolbarSpace />
        {window === null ? null : (
          <Button size="sm" onClick={() => setWindow(null)}>
            <Maximize2 size={12} aria-hidden="true" />
            Show all{isFinished(rollout.state) ? '' : ', follow'}
          </Button>
        )}
        <IconButton label="Zoom out" size="sm" onClick={scaled((scale) => zoom(scale, middle, 1.6))}>
          <ZoomOut size={14} aria-hidden="true" />
        </IconButton>
        <IconButton label="Zoom in" size="sm" onClick={scaled((scale) => zoom(scale, middle, 0.6))}>
          <ZoomIn size={14} aria-hidden="true" />
        </IconButton>
      </Toolbar>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons above do the same */}
      <div
        onKeyDown={(event) => {
          if (event.target !== scroller.current) return
          if (event.key === 'ArrowLeft') scaled((scale) => pan(scale, -80))()
          else if (event.key === 'ArrowRight') scaled((scale) => pan(scale, 80))()
          else if (event.key === '+') scaled((scale) => zoom(scale, middle, 0.6))()
          else if (event.key === '-') scaled((scale) => zoom(scale, middle, 1.6))()
          else if (event.key === 'f') setWindow(null)
        }}
        className="rounded-lg border border-line"
      >
        <div className="relative" style={{ height: axisHeight }}>
          <canvas ref={axis} className="absolute inset-0" style={{ width, height: axisHeight }} />
          <span className="absolute top-1 left-2">
            <ZoneChip zone={zoneLabel(activeZone, new Date(rollout.startedAt ?? rollout.createdAt))} />
          </span>
        </div>
        <section
          ref={scroller}
          aria-label="Timeline; the table of the tab Targets says the same"
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
            <PhaseToggles
              layout={layout}
              roster={roster}
              width={gutter}
              onToggle={(phase) => setUnfolded((before) => toggled(before, phase))}
            />
            {hover !== null && hoverIndex !== null ? (
              <LaneTip at={hover} gutter={gutter} width={width} scroller={scroller.current}>
                <TargetSummary
                  store={store}
                  index={hoverIndex}
                  held={held[store.columns.phaseOf[hoverIndex] ?? 0] ?? false}
                />
              </LaneTip>
            ) : null}
          </div>
        </section>
      </div>
      <p className="mt-3 text-xs text-ink-3">
        Drag to move, Ctrl and the wheel to zoom. Stretches in which nothing was in flight are folded to a
        hatched band.{' '}
        <button type="button" className="underline hover:text-ink" onClick={() => change({ tab: 'targets' })}>
          View as table
        </button>
      </p>
    </div>
  )
}

function toggled(before: ReadonlySet<number>, phase: number): ReadonlySet<number> {
  const next = new Set(before)
  if (!next.delete(phase)) next.add(phase)
  return next
}
