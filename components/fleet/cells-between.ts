import type { MapLayout } from '@/components/rollouts/live/map/map-layout'
import { hitMap } from '@/components/rollouts/live/map/map-places'

/** A point of the map, px from its left and top. */
export interface Point {
  readonly x: number
  readonly y: number
}

/**
 * Finds the cells on the straight way from one point to another, in order, each once. A fast pointer tells of itself
 * only every few cells; what it has passed in between is meant as well.
 */
export function cellsBetween(layout: MapLayout, from: Point, to: Point): number[] {
  const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / (layout.pitch / 2)))
  const cells = new Set<number>()
  for (let step = 0; step <= steps; step++) {
    const share = step / steps
    const cell = hitMap(layout, from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
    if (cell !== null) cells.add(cell)
  }
  return [...cells]
}
