import { expect, test } from 'vitest'
import { cellPixels } from './cell-pixels'

const shape = { side: 7, corner: 1.5, colour: '#1e6d72', full: 1, empty: 0.34, alpha: 1 }
/** Opacity of each pixel, 0 to 255, row by row. */
const opacities = (cell: Uint32Array) => [...new Uint8Array(cell.buffer)].filter((_, n) => n % 4 === 3)

test('a full cell is its colour everywhere, and its corners are rounded off', () => {
  const cell = cellPixels(shape)
  expect([...new Uint8Array(cell.buffer).slice(24 * 4, 25 * 4)]).toEqual([0x1e, 0x6d, 0x72, 255])
  const opacity = opacities(cell)
  const corners = [0, 6, 42, 48].map((at) => opacity[at])
  expect(new Set(corners).size).toBe(1)
  expect(corners[0]).toBeGreaterThan(60)
  expect(corners[0]).toBeLessThan(200)
  expect(opacity[3]).toBe(255)
})

test('progress fills a cell from below, to a part of a row', () => {
  const opacity = opacities(cellPixels({ ...shape, side: 5, corner: 0, full: 0.5 }))
  const rows = [0, 1, 2, 3, 4].map((row) => opacity[row * 5])
  expect(rows).toEqual([87, 87, 171, 255, 255])
})

test('what a filter does not let through is there, and faint', () => {
  const [seen, dim] = [cellPixels(shape), cellPixels({ ...shape, alpha: 0.14 })]
  expect(opacities(dim)[24]).toBe(Math.round(255 * 0.14))
  expect(opacities(seen)[24]).toBe(255)
})

test('a cell of one pixel is one pixel', () => {
  expect(opacities(cellPixels({ ...shape, side: 1, corner: 0, full: 0 }))).toEqual([87])
})
