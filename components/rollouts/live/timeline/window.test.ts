import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldIdle } from './fold'
import { atX, makeScale, pan, ticksOf, toX, zoom } from './window'

const minute = 60_000
const fold = foldIdle(
  Float64Array.from([0, 100 * minute]),
  Float64Array.from([10 * minute, 110 * minute]),
  0,
  110 * minute,
)

describe('the window on time', () => {
  it('keeps the instant under the pointer where it is while zooming', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 900, noNaN: true }),
        fc.double({ min: 0.3, max: 0.95, noNaN: true }),
        (x, factor) => {
          const scale = makeScale(fold, { from: 2 * minute, to: 12 * minute }, 1_000)
          const at = atX(scale, x)
          const nearer = makeScale(fold, zoom(scale, x, factor), 1_000)
          expect(Math.abs(toX(nearer, at) - x)).toBeLessThan(1)
        },
      ),
    )
  })

  it('zoomed out all the way follows the present again', () => {
    expect(zoom(makeScale(fold, { from: 0, to: 5 * minute }, 1_000), 500, 1_000)).toBeNull()
  })

  it('comes nearer also while the rollout is too young to fill the width', () => {
    const young = foldIdle(Float64Array.of(0), Float64Array.of(4_000), 0, 4_000)
    const scale = makeScale(young, null, 1_000)
    expect(zoom(scale, 500, 0.6)).toEqual({ from: 2_000, to: 8_000 })
    expect(zoom(scale, 500, 1.1)).toBeNull()
  })

  it('cannot be moved until nothing is left to see', () => {
    const far = pan(makeScale(fold, { from: 0, to: 5 * minute }, 1_000), 1e9)
    expect(far?.from).toBeLessThan(fold.end)
  })

  it('writes round instants, apart from one another and not inside a fold', () => {
    const scale = makeScale(fold, null, 1_000)
    const { ticks } = ticksOf(scale)
    expect(ticks.length).toBeGreaterThan(3)
    for (const [n, { at, x }] of ticks.entries()) {
      expect(at % minute).toBe(0)
      expect(at <= 10 * minute || at >= 100 * minute).toBe(true)
      if (n > 0) expect(x - (ticks[n - 1]?.x ?? 0)).toBeGreaterThan(60)
    }
  })

  it('has no end of ticks to draw, however long the rollout', () => {
    const year = foldIdle(Float64Array.of(0), Float64Array.of(365 * 1440 * minute), 0, 365 * 1440 * minute)
    expect(ticksOf(makeScale(year, null, 1_200)).ticks.length).toBeLessThan(20)
  })
})
