import { describe, expect, it } from 'vitest'
import { cluster } from '@/lib/testing/plan/make'
import { cellsBetween } from './cells-between'
import { layOutFleet } from './lay-out-fleet'

const clusters = Array.from({ length: 200 }, (_, n) => cluster(`c${n}`))
const layout = layOutFleet(clusters, 600, 400)
const middle = (cell: number) => ({
  x: (layout.x[cell] as number) + layout.pitch / 2,
  y: (layout.y[cell] as number) + layout.pitch / 2,
})

describe('the cells that a drag has passed', () => {
  it('are all of a column, however far the pointer jumps', () => {
    const rows = layout.blocks[0]?.rows as number
    expect(rows).toBeGreaterThan(3)
    expect(cellsBetween(layout, middle(0), middle(rows - 1))).toEqual(
      Array.from({ length: rows }, (_, row) => row),
    )
  })

  it('are the one cell where the pointer stays', () => {
    expect(cellsBetween(layout, middle(5), middle(5))).toEqual([5])
  })

  it('are none outside of the map', () => {
    expect(cellsBetween(layout, { x: -50, y: -50 }, { x: -10, y: -10 })).toEqual([])
  })
})
