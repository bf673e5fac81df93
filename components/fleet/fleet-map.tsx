'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react'
import { MapLabels } from '@/components/rollouts/live/map/map-labels'
import type { MapLayout } from '@/components/rollouts/live/map/map-layout'
import { mapMoves } from '@/components/rollouts/live/map/map-moves'
import { moveOnMap } from '@/components/rollouts/live/map/map-places'
import { mapMargin } from '@/components/rollouts/live/map/use-map-canvas'
import { useWidth } from '@/components/rollouts/live/use-width'
import { StateGlyph } from '@/components/ui/state-glyph'
import { formatCount, formatNoun } from '@/lib/client/format'
import { targetStyle } from '@/lib/client/state-style'
import { useResolvedTheme } from '@/lib/client/theme'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { inFlightQuery } from '@/lib/fleet/query-options'
import { versionSkew } from '@/lib/fleet/version-skew'
import { layOutFleet, shadesOf } from './lay-out-fleet'
import { paintFleet } from './paint-fleet'
import { useMapDrag } from './use-map-drag'

/**
 * One square per cluster, by provider and region, as strong as its version is new; those that a rollout is at work on
 * are marked, a press or a drag selects.
 */
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
  const { data: inFlight } = useQuery(inFlightQuery())
  const focused = focus !== null && focus < clusters.length ? focus : null
  const ringed = hover ?? focused
  useEffect(() => {
    if (!canvas.current || !layout) return
    const chosen = (index: number) => selected.has(clusters[index]?.name ?? '')
    const busy = (index: number) => inFlight?.has(clusters[index]?.name ?? '') === true
    paintFleet(canvas.current, { layout, shades, chosen, busy, theme })
  }, [layout, shades, clusters, selected, inFlight, theme])

  const nameAt = (index: number | null) => (index === null ? undefined : clusters[index]?.name)
  const isOn = (index: number) => selected.has(nameAt(index) ?? '')
  const choose = (indexes: readonly number[], on: boolean) => {
    const names = indexes.filter((index) => isOn(index) !== on).map((index) => nameAt(index) ?? '')
    if (names.length > 0) onSelect(names, on)
  }
  const drag = useMapDrag({ layout, isOn, onSet: choose, onHover: setHover, onPress: setFocus })
  const open = (index: number | null) => {
    const name = nameAt(index)
    if (name !== undefined) router.push(`/clusters/${encodeURIComponent(name)}`)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!layout || focused === null) return
    const move = mapMoves[event.key]
    if (move) setFocus(moveOnMap(layout, focused, move))
    else if (event.key === 'Enter') open(focused)
    else if (event.key === ' ') choose([focused], !isOn(focused))
    else return
    event.preventDefault()
  }
  const told = ringed === null ? undefined : clusters[ringed]
  const height = layout ? layout.height + 2 * mapMargin : heightMax
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-4 md:px-5">
      <p className="mb-2 flex min-h-5 gap-x-4 text-xs text-ink-2 max-sm:min-h-8 max-sm:flex-col">
        <span className="min-w-0 flex-1 max-sm:line-clamp-2 sm:truncate">
          {told ? (
            <>
              <span className="ident text-ink">{told.name}</span> {told.kind}{' '}
              {[
                told.version ?? 'version unknown',
                told.environment,
                told.tier,
                inFlight?.has(told.name) ? `in flight in rollout ${inFlight.get(told.name)}` : '',
              ]
                .filter(Boolean)
                .join(', ')}
            </>
          ) : (
            'The newer the version of its kind, the stronger the square. Press or drag to select, double press to open.'
          )}
        </span>
        {inFlight && inFlight.size > 0 ? (
          <span className="flex shrink-0 items-center gap-1.5 tabular-nums">
            <StateGlyph style={targetStyle.applying} size={11} />
            {formatCount(inFlight.size)} in flight
          </span>
        ) : null}
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
          {...drag}
          onDoubleClick={() => open(hover)}
          className="absolute inset-0 rounded-md outline-offset-4 select-none"
          style={{ cursor: hover === null ? 'default' : 'pointer' }}
        >
          {focused === null ? null : (
            <span
              id="fleet-cell"
              role="option"
              tabIndex={-1}
              aria-selected={isOn(focused)}
              className="sr-only"
            >
              {nameAt(focused)}, {clusters[focused]?.version ?? 'version unknown'}
              {inFlight?.has(nameAt(focused) ?? '') ? ', in flight' : ''}
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
