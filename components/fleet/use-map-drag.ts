'use client'

import { type PointerEvent, useRef } from 'react'
import type { MapLayout } from '@/components/rollouts/live/map/map-layout'
import { hitMap } from '@/components/rollouts/live/map/map-places'
import { mapMargin } from '@/components/rollouts/live/map/use-map-canvas'
import { cellsBetween, type Point } from './cells-between'

/**
 * Selects by press and drag: what the first cell becomes, every cell on the way becomes. A finger only presses, as its
 * drag scrolls the page.
 */
export function useMapDrag({
  layout,
  isOn,
  onSet,
  onHover,
  onPress,
}: {
  layout: MapLayout | null
  isOn: (cell: number) => boolean
  onSet: (cells: readonly number[], on: boolean) => void
  onHover: (cell: number | null) => void
  onPress: (cell: number) => void
}) {
  const drag = useRef<{ on: boolean; at: Point } | null>(null)
  const cellAt = ({ x, y }: Point): number | null => (layout ? hitMap(layout, x, y) : null)
  const press = (cell: number, at: Point): void => {
    const on = !isOn(cell)
    drag.current = { on, at }
    onPress(cell)
    onSet([cell], on)
  }
  const end = (): void => {
    drag.current = null
  }
  return {
    onPointerDown(event: PointerEvent) {
      const at = pointOf(event)
      const cell = cellAt(at)
      if (cell === null || event.button !== 0 || event.pointerType === 'touch') return
      event.currentTarget.setPointerCapture(event.pointerId)
      press(cell, at)
    },
    onPointerMove(event: PointerEvent) {
      const at = pointOf(event)
      onHover(cellAt(at))
      const { current } = drag
      if (!layout || current === null) return
      onSet(cellsBetween(layout, current.at, at), current.on)
      drag.current = { on: current.on, at }
    },
    onPointerUp(event: PointerEvent) {
      // A finger that has scrolled was cancelled before.
      const at = pointOf(event)
      const cell = cellAt(at)
      if (event.pointerType === 'touch' && cell !== null) press(cell, at)
      end()
    },
    onPointerCancel: end,
    onPointerLeave: () => onHover(null),
  }
}

function pointOf(event: PointerEvent): Point {
  const box = event.currentTarget.getBoundingClientRect()
  return { x: event.clientX - box.left - mapMargin, y: event.clientY - box.top - mapMargin }
}
