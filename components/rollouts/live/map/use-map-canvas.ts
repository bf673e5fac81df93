'use client'

import { type RefObject, useEffect, useRef } from 'react'
import type { Theme } from '@/lib/client/palette'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { type CellPainter, lookOf, sameButDim, undrawn } from './look'
import type { MapLayout } from './map-layout'
import { paintOverlay } from './paint-map'
import { PixelCells } from './pixel-cells'
import { glyphSizeMin, Sprites } from './sprites'

export interface MapMarks {
  hover: number | null
  focus: number | null
  open: number | null
}

/**
 * Keeps two canvases showing the store: cells, of which only those that changed are drawn, at most once per
 * animation frame; and over them the marks, drawn when they move. React is not involved in either.
 */
export function useMapCanvas({
  cells,
  overlay,
  store,
  layout,
  theme,
  held,
  matches,
  marks,
}: {
  cells: RefObject<HTMLCanvasElement | null>
  overlay: RefObject<HTMLCanvasElement | null>
  store: RolloutStore
  layout: MapLayout | null
  theme: Theme
  /** By phase. */
  held: readonly boolean[]
  /** What a filter lets through; null = everything. */
  matches: ((index: number) => boolean) | null
  marks: MapMarks
}): void {
  const latest = useRef(marks)
  latest.current = marks

  useEffect(() => {
    const pen = layout && prepare(cells.current, layout)
    const overPen = layout && prepare(overlay.current, layout)
    if (!pen || !overPen || !layout) return
    const painter = painterFor(pen, layout, theme)
    const { columns } = store
    const drawn = new Uint16Array(columns.size).fill(undrawn)
    let frame = 0
    const paint = () => {
      frame = 0
      for (let index = 0; index < columns.size; index++) {
        const known = drawn[index] as number
        const isHeld = held[columns.phaseOf[index] as number] ?? false
        const look = lookOf(columns.cells[index] as number, isHeld, false)
        // A filter asks about the state, so only what has changed is asked again.
        if (known !== undrawn && sameButDim(known, look)) continue
        const next = matches === null || matches(index) ? look : lookOf(look, false, true)
        drawn[index] = next
        painter.draw(next, layout.x[index] as number, layout.y[index] as number, known === undrawn)
      }
      painter.show()
      paintOverlay(overPen, layout, columns, theme, latest.current)
      // What is on the screen contains every event up to here.
      if (cells.current) Object.assign(cells.current.dataset, { seq: String(store.seq), grouping: layout.by })
    }
    const schedule = () => {
      if (frame === 0) frame = requestAnimationFrame(paint)
    }
    paint()
    const stop = store.subscribe('cells', schedule)
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [cells, overlay, store, layout, theme, held, matches])

  useEffect(() => {
    const pen = overlay.current?.getContext('2d')
    if (pen && layout) paintOverlay(pen, layout, store.columns, theme, marks)
  }, [overlay, store, layout, theme, marks])
}

/** Chooses how to draw cells of a layout's size. */
function painterFor(pen: CanvasRenderingContext2D, layout: MapLayout, theme: Theme): CellPainter {
  const size = layout.pitch - layout.gap
  const ratio = window.devicePixelRatio || 1
  return size < glyphSizeMin
    ? new PixelCells(pen, mapMargin, size, ratio, theme)
    : new Sprites(pen, size, ratio, theme)
}

/** Sizes a canvas to the layout at the screen's own resolution. */
function prepare(canvas: HTMLCanvasElement | null, layout: MapLayout): CanvasRenderingContext2D | null {
  const pen = canvas?.getContext('2d')
  if (!canvas || !pen) return null
  const ratio = window.devicePixelRatio || 1
  // The focus ring of a cell at the edge lies outside of the map.
  canvas.width = Math.ceil((layout.width + 2 * mapMargin) * ratio)
  canvas.height = Math.ceil((layout.height + 2 * mapMargin) * ratio)
  pen.setTransform(ratio, 0, 0, ratio, mapMargin * ratio, mapMargin * ratio)
  return pen
}

/** Room around the map on its canvases, CSS pixels. */
export const mapMargin = 4
