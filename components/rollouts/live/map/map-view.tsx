'use client'

import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { formatNoun } from '@/lib/client/format'
import { useShortcut } from '@/lib/client/shortcuts'
import { useResolvedTheme } from '@/lib/client/theme'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { codeOfCell } from '@/lib/stream/cell'
import { isHeld, styleOfCode } from '../appearance'
import { type Grouping, groupTargets } from '../grouping'
import { useHeader } from '../live-context'
import { nextFailure } from '../next-failure'
import { useWidth } from '../use-width'
import { MapLabels } from './map-labels'
import { layoutMap, type MapLayout } from './map-layout'
import { mapMoves } from './map-moves'
import { hitMap, moveOnMap } from './map-places'
import { TargetSummary } from './map-tooltip'
import { mapMargin, useMapCanvas } from './use-map-canvas'

/** One square per cluster, in an order that does not change by itself; hover tells, click or Enter opens. */
export function MapView({
  store,
  open,
  onOpen,
  heightMax,
  grouping: given,
  matches = null,
}: {
  store: RolloutStore
  /** Name of the cluster whose drawer is open. */
  open: string | null
  onOpen: (cluster: string) => void
  heightMax: number
  /** By phase where it is left out. */
  grouping?: Grouping
  /** What a filter lets through; the rest steps back. Null = everything. */
  matches?: ((index: number) => boolean) | null
}) {
  const frame = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const cells = useRef<HTMLCanvasElement>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const width = useWidth(frame)
  const theme = useResolvedTheme()
  const rollout = useHeader()
  const { roster } = store
  const byPhase = useMemo(() => groupTargets(store.roster, store.columns, 'phase'), [store])
  const grouping = given ?? byPhase
  const heldKey = rollout.phases.map((phase) => (isHeld(phase, rollout) ? 1 : 0)).join('')
  const held = useMemo(() => [...heldKey].map((digit) => digit === '1'), [heldKey])
  const layout = useMemo(
    // A phone scrolls down anyway; cells that a finger finds are worth more than all at a glance.
    () =>
      width > 0 ? layoutMap(roster, grouping, width - 2 * mapMargin, width < 640 ? 1_400 : heightMax) : null,
    [roster, grouping, width, heightMax],
  )
  const [hover, setHover] = useState<number | null>(null)
  const [focus, setFocus] = useState<number | null>(null)
  const [focused, setFocused] = useState(false)
  const openIndex = open === null ? null : (roster.indexOf.get(open) ?? null)
  const marks = useMemo(
    () => ({ hover, focus: focused ? focus : null, open: openIndex }),
    [hover, focus, focused, openIndex],
  )
  useMapCanvas({ cells, overlay, store, layout, theme, held, matches, marks })

  const openTarget = (index: number | null) => {
    const cluster = index === null ? undefined : roster.clusters[index]
    if (cluster !== undefined) onOpen(cluster)
  }
  const jump = (step: 1 | -1) => {
    const found = nextFailure(store.columns, focus ?? openIndex, step)
    if (found === null) return
    setFocus(found)
    list.current?.focus({ preventScroll: true })
    if (open !== null) openTarget(found)
  }
  useShortcut({ keys: 'n', description: 'Next failure on the map', section: 'Rollout' }, () => jump(1))
  useShortcut({ keys: 'p', description: 'Previous failure on the map', section: 'Rollout' }, () => jump(-1))

  const onKeyDown = (event: KeyboardEvent) => {
    if (!layout || store.columns.size === 0) return
    if (event.key === 'Enter') return openTarget(focus)
    const move = mapMoves[event.key]
    if (!move) return
    event.preventDefault()
    setFocus(focus === null ? 0 : moveOnMap(layout, focus, move))
  }
  const at = (event: PointerEvent): number | null => {
    const box = overlay.current?.getBoundingClientRect()
    if (!box || !layout) return null
    return hitMap(layout, event.clientX - box.left - mapMargin, event.clientY - box.top - mapMargin)
  }
  const heldAt = (index: number): boolean => held[store.columns.phaseOf[index] ?? 0] ?? false
  const height = layout ? layout.height + 2 * mapMargin : heightMax

  return (
    <div ref={frame} className="relative w-full" style={{ height }}>
      <canvas ref={cells} className="absolute top-0 left-0" style={{ width, height }} />
      {layout ? <MapLabels layout={layout} /> : null}
      <canvas ref={overlay} className="absolute top-0 left-0" style={{ width, height }} />
      <div
        ref={list}
        role="listbox"
        tabIndex={0}
        aria-label={`Map of ${formatNoun(roster.clusters.length, 'cluster')} by ${grouping.by === 'phase' ? 'phase and region' : grouping.by}`}
        aria-activedescendant={focused && focus !== null ? 'map-cell' : undefined}
        onKeyDown={onKeyDown}
        onFocus={() => {
          setFocused(true)
          setFocus((before) => before ?? openIndex ?? 0)
        }}
        onBlur={() => setFocused(false)}
        onPointerMove={(event) => setHover(at(event))}
        onPointerLeave={() => setHover(null)}
        onPointerDown={(event) => {
          const index = at(event)
          if (index === null || event.button !== 0) return
          setFocus(index)
          openTarget(index)
        }}
        className="absolute inset-0 rounded-md outline-offset-4 select-none"
        style={{ cursor: hover === null ? 'default' : 'pointer' }}
      >
        {focus === null ? null : <FocusedCell store={store} index={focus} held={heldAt(focus)} />}
      </div>
      {layout && hover !== null ? (
        <Tip layout={layout} index={hover}>
          <TargetSummary store={store} index={hover} held={heldAt(hover)} />
        </Tip>
      ) : null}
    </div>
  )
}

/** What a screen reader hears of the focused cell; one element, whatever the number of cells. */
function FocusedCell({ store, index, held }: { store: RolloutStore; index: number; held: boolean }) {
  const style = styleOfCode(codeOfCell(store.columns.cells[index] ?? 0), held)
  const phase = store.roster.phases[store.columns.phaseOf[index] ?? 0]
  return (
    <span id="map-cell" role="option" tabIndex={-1} aria-selected="true" className="sr-only">
      {store.roster.clusters[index]}, {style.label}, {phase?.title}
    </span>
  )
}

/** Beside the cell, on the side where there is room, and never in the way of the pointer. */
function Tip({ layout, index, children }: { layout: MapLayout; index: number; children: ReactNode }) {
  const x = (layout.x[index] ?? 0) + mapMargin
  const y = (layout.y[index] ?? 0) + mapMargin
  const right = x + layout.pitch + 8 + 256 <= layout.width
  return (
    <div
      role="tooltip"
      className="pointer-events-none absolute z-10 w-64 rounded-lg bg-raised p-2.5 text-xs shadow-raised"
      style={{ left: right ? x + layout.pitch + 8 : Math.max(0, x - 264), top: Math.max(0, y - 12) }}
    >
      {children}
    </div>
  )
}
