'use client'

import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { Theme } from '@/lib/client/palette'
import type { RolloutDto } from '@/lib/rollouts/dto'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import type { Stretch } from '../view-state'
import { type Density, densityOf } from './density'
import { type Fold, foldIdle } from './fold'
import type { Inks } from './inks'
import { type LaneLayout, lanesBetween } from './lanes'
import { axisHeight, paintAxis } from './paint-axis'
import { paintLanes } from './paint-lanes'
import { minimapHeight, paintMinimap } from './paint-minimap'
import type { SpansByTarget } from './spans'
import { makeScale, type Scale, type Window } from './window'

export interface TimelineInput {
  canvas: RefObject<HTMLCanvasElement | null>
  axis: RefObject<HTMLCanvasElement | null>
  scroller: RefObject<HTMLElement | null>
  /** Is kept at what is drawn, for gestures. */
  scaleNow: RefObject<Scale | null>
  store: RolloutStore
  rollout: RolloutDto
  layout: LaneLayout
  spans: SpansByTarget
  held: readonly boolean[]
  window: Window
  width: number
  height: number
  gutter: number
  theme: Theme
  zone: string
  hover: { x: number; index: number | null } | null
  open: number | null
  brush: Stretch | null
  minimap: RefObject<HTMLCanvasElement | null>
  ink: Inks
  now: () => number
}

/** How often the present moves on while nothing else changes. */
const tickMs = 500
/** How often starts and ends are sorted anew for curves and folds. */
const digestEveryMs = 500

/** Draws the timeline whenever something changed, at most once per animation frame, without React. */
export function useTimelineCanvas(input: TimelineInput): void {
  const latest = useRef(input)
  const schedule = useRef<() => void>(() => {})
  const { store, scroller } = input
  latest.current = input

  useLayoutEffect(() => {
    const digest = new Digest(store)
    let frame = 0
    const draw = () => {
      frame = 0
      paint(latest.current, digest)
    }
    schedule.current = () => {
      if (frame === 0) frame = requestAnimationFrame(draw)
    }
    const run = () => schedule.current()
    const stop = store.subscribe('cells', run)
    const timer = setInterval(run, tickMs)
    const box = scroller.current
    box?.addEventListener('scroll', run, { passive: true })
    // Names are written in a font that may arrive after the first drawing.
    void document.fonts?.ready.then(run)
    return () => {
      stop()
      clearInterval(timer)
      box?.removeEventListener('scroll', run)
      cancelAnimationFrame(frame)
    }
  }, [store, scroller])

  useLayoutEffect(() => schedule.current())
}

function paint(input: TimelineInput, digest: Digest): void {
  const { store, rollout, layout, width, height, gutter, ink, hover } = input
  const pen = prepare(input.canvas.current, gutter + width, height)
  const axisPen = prepare(input.axis.current, gutter + width, axisHeight)
  if (!pen || !axisPen || width <= 0) return
  const now = input.now()
  const start = Date.parse(rollout.startedAt ?? rollout.createdAt)
  digest.renew(layout, start, Math.max(now, start + 1))
  const scale = makeScale(digest.fold, input.window, width)
  input.scaleNow.current = scale
  const scrollTop = input.scroller.current?.scrollTop ?? 0
  const { theme, spans, held, open, brush } = input
  const densities = digest.densities
  const lanes = lanesBetween(layout, scrollTop, scrollTop + height)
  paintLanes(
    {
      pen,
      scale,
      theme,
      ink,
      store,
      rollout,
      spans,
      grouping: layout.grouping,
      densities,
      held,
      gutter,
      height,
      scrollTop,
      now,
      hover,
      open,
      brush,
    },
    lanes,
  )
  paintAxis(axisPen, scale, ink, gutter, input.zone, hover?.x ?? null, brush)
  const mapPen = prepare(input.minimap.current, gutter + width, minimapHeight)
  if (mapPen) paintMinimap(mapPen, { fold: digest.fold, densities, scale, ink, gutter, theme, brush })
  const { canvas } = input
  if (canvas.current) canvas.current.dataset.window = `${Math.round(scale.from)}-${Math.round(scale.to)}`
}

/** Sorted starts and ends, and the fold that follows from them; made anew now and then, not per frame. */
class Digest {
  densities: Density[] = []
  fold: Fold = { start: 0, end: 1, gaps: [], gapLength: 0, length: 1 }
  private madeAt = Number.NEGATIVE_INFINITY
  private madeFor: LaneLayout | null = null

  constructor(private readonly store: RolloutStore) {}

  renew(layout: LaneLayout, start: number, end: number): void {
    // The page's own clock: the rollout's stands still at times.
    const clock = performance.now()
    if (layout === this.madeFor && clock - this.madeAt < digestEveryMs) {
      // The present moves on between two sortings.
      const idle = this.fold.gaps.at(-1)?.to === this.fold.end
      if (!idle && end > this.fold.end) this.fold = grown(this.fold, end)
      return
    }
    this.madeAt = clock
    this.madeFor = layout
    const { columns } = this.store
    this.densities = layout.groups.map(({ targets }) => densityOf(columns, targets))
    this.fold = foldIdle(columns.started, columns.finished, start, end)
  }
}

const grown = (fold: Fold, end: number): Fold => ({ ...fold, end, length: fold.length + end - fold.end })

/** Gives the pen of a canvas in CSS pixels, resizing it where needed. */
function prepare(
  canvas: HTMLCanvasElement | null,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const pen = canvas?.getContext('2d')
  if (!canvas || !pen) return null
  const ratio = globalThis.devicePixelRatio || 1
  const [wide, tall] = [Math.ceil(width * ratio), Math.ceil(height * ratio)]
  if (canvas.width !== wide || canvas.height !== tall) {
    canvas.width = wide
    canvas.height = tall
  }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  return pen
}
