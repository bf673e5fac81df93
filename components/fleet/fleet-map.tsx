'use client'

import { useRouter } from 'next/navigation'
import { type KeyboardEvent, memo, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { MapLabels } from '@/components/rollouts/live/map/map-labels'
import type { MapLayout } from '@/components/rollouts/live/map/map-layout'
import { mapMoves } from '@/components/rollouts/live/map/map-moves'
import { hitMap, moveOnMap } from '@/components/rollouts/live/map/map-places'
import { mapMargin } from '@/components/rollouts/live/map/use-map-canvas'
import { useWidth } from '@/components/rollouts/live/use-width'
import { formatNoun } from '@/lib/client/format'
import { useResolvedTheme } from '@/lib/client/theme'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { versionSkew } from '@/lib/fleet/version-skew'
import { layOutFleet, shadesOf } from './lay-out-fleet'
import { paintFleet } from './paint-fleet'

/** One square per cluster, by provider and region, as dark as its version is new; a press or a drag selects. */
export const FleetMap = memo(function FleetMap({
  fleet,
  rows,
  selected,
  onSelect,
}: {
  /** All clusters, by which versions are ranked. */
  fleet: readonly ClusterFacts[]
  /** Those that pass the filter. */
  rows: readonly ClusterFacts[]
  selected: ReadonlySet<string>
  onSelect: (names: readonly string[], on: boolean) => void
}) {
  const router = useRouter()
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(frame)
  const theme = useResolvedTheme()
  const clusters = useMemo(() => rows.toSorted((a, b) => (a.name < b.name ? -1 : 1)), [rows])
  const shades = useMemo(() => shadesOf(clusters, versionSkew(fleet)), [clusters, fleet])
  const layout = useMemo(
    () => (width > 0 ? layOutFleet(clusters, width - 2 * mapMargin, heightMax) : null),
    [clusters, width],
  )
  const [hover, setHover] = useState<number | null>(null)
  const [focus, setFocus] = useState<number | null>(null)
  /** What a drag does to the cells it passes; null = no drag. */
  const dragging = useRef<boolean | null>(null)
  const focused = focus !== null && focus < clusters.length ? focus : null
  const ringed = hover ?? focused
  useEffect(() => {
    if (!canvas.current || !layout) return
    const chosen = (index: number) => selected.has(clusters[index]?.name ?? '')
    paintFleet(canvas.current, { layout, shades, chosen, theme })
  }, [layout, shades, clusters, selected, theme])

  const nameAt = (index: number | null) => (index === null ? undefined : clusters[index]?.name)
  const at = (event: PointerEvent): number | null => {
    if (!layout) return null
    const box = event.currentTarget.getBoundingClientRect()
    return hitMap(layout, event.clientX - box.left - mapMargin, event.clientY - box.top - mapMargin)
  }
  const choose = (index: number, on: boolean) => {
    const name = nameAt(index)
    if (name !== undefined && selected.has(name) !== on) onSelect([name], on)
  }
  const open = (index: number | null) => {
    const name = nameAt(index)
    if (name !== undefined) router.push(`/clusters/${encodeURIComponent(name)}`)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!layout || focused === null) return
    const move = mapMoves[event.key]
    if (move) setFocus(moveOnMap(layout, focused, move))
    else if (event.key === 'Enter') open(focused)
    else if (event.key === ' ') choose(focused, !selected.has(nameAt(focused) ?? ''))
    else return
    event.preventDefault()
  }
  const told = ringed === null ? undefined : clusters[ringed]
  const height = layout ? layout.height + 2 * mapMargin : heightMax
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-4 md:px-5">
      <p className="mb-2 min-h-5 truncate text-xs text-ink-2">
        {told ? (
          <>
            <span className="ident text-ink">{told.name}</span> {told.kind}{' '}
            {told.version ?? 'version unknown'}, {told.environment}, {told.tier}
          </>
        ) : (
          'The newer the version of its kind, the stronger the square. Press or drag to select, double press to open.'
        )}
      </p>
      <div ref={frame} className="relative w-full" style={{ height }}>
        <canvas ref={canvas} className="absolute top-0 left-0" style={{ width, height }} />
        {layout ? <MapLabels layout={layout} /> : null}
        {layout && ringed !== null ? <Ring layout={layout} index={ringed} /> : null}
        <div
          role="listbox"
          tabIndex={0}
          aria-multiselectable="true"
          aria-label={`Map of ${formatNoun(clusters.length, 'cluster')} by provider and region`}
          aria-activedescendant={focused === null ? undefined : 'fleet-cell'}
          onKeyDown={onKeyDown}
          onFocus={() => setFocus((before) => before ?? 0)}
          onBlur={() => setFocus(null)}
          onPointerMove={(event) => {
            const index = at(event)
            setHover(index)
            if (dragging.current !== null && index !== null) choose(index, dragging.current)
          }}
          onPointerLeave={() => setHover(null)}
          onPointerDown={(event) => {
            const index = at(event)
            if (index === null || event.button !== 0) return
            dragging.current = !selected.has(nameAt(index) ?? '')
            setFocus(index)
            choose(index, dragging.current)
          }}
          onPointerUp={() => {
            dragging.current = null
          }}
          onPointerCancel={() => {
            dragging.current = null
          }}
          onDoubleClick={() => open(hover)}
          className="absolute inset-0 rounded-md outline-offset-4 select-none"
          style={{ cursor: hover === null ? 'default' : 'pointer' }}
        >
          {focused === null ? null : (
            <span
              id="fleet-cell"
              role="option"
              tabIndex={-1}
              aria-selected={selected.has(nameAt(focused) ?? '')}
              className="sr-only"
            >
              {nameAt(focused)}, {clusters[focused]?.version ?? 'version unknown'}
            </span>
          )}
        </div>
      </div>
    </div>
  )
})

/** Marks the one under the pointer or the focus; an element of its own, so that a hover draws no cell anew. */
function Ring({ layout, index }: { layout: MapLayout; index: number }) {
  const size = layout.pitch - layout.gap + 4
  return (
    <span
      aria-hidden="true"
      className="pointer-events-none absolute rounded-sm ring-2 ring-ink"
      style={{
        left: (layout.x[index] ?? 0) + mapMargin - 2,
        top: (layout.y[index] ?? 0) + mapMargin - 2,
        width: size,
        height: size,
      }}
    />
  )
}

/** It scrolls where there is more: cells that a finger finds are worth more than all at a glance. */
const heightMax = 640
