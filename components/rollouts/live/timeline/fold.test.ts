import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldIdle, toTime, toU } from './fold'

const minute = 60_000
const runs = (all: [number, number | null][]) => ({
  started: Float64Array.from(all, ([from]) => from * minute),
  finished: Float64Array.from(all, ([, to]) => (to === null ? Number.NaN : to * minute)),
})
const fold = (all: [number, number | null][], end: number) => {
  const { started, finished } = runs(all)
  return foldIdle(started, finished, 0, end * minute)
}

describe('folded time', () => {
  it('folds a soak between two bursts, and leaves the work to scale', () => {
    const folded = fold(
      [
        [0, 10],
        [130, 140],
      ],
      140,
    )
    expect(folded.gaps).toEqual([{ from: 10 * minute, to: 130 * minute }])
    expect(toU(folded, 10 * minute)).toBe(10 * minute)
    expect(toU(folded, 140 * minute) - toU(folded, 130 * minute)).toBeCloseTo(10 * minute)
    expect(folded.length).toBeLessThan(22 * minute)
  })

  it('folds the wait that lasts until now', () => {
    expect(fold([[0, 10]], 500).gaps).toEqual([{ from: 10 * minute, to: 500 * minute }])
  })

  it('does not fold what is short, or short beside the work', () => {
    expect(
      fold(
        [
          [0, 10],
          [10.5, 20],
        ],
        20,
      ).gaps,
    ).toEqual([])
    expect(
      fold(
        [
          [0, 100],
          [105, 200],
        ],
        200,
      ).gaps,
    ).toEqual([])
  })

  it('does not fold while anything is in flight', () => {
    expect(
      fold(
        [
          [0, null],
          [90, 100],
        ],
        100,
      ).gaps,
    ).toEqual([])
  })

  it('goes there and back without loss, and never backwards', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 60 })), {
      minLength: 1,
    })
    fc.assert(
      fc.property(some, fc.array(fc.double({ min: -50, max: 1_100, noNaN: true })), (all, instants) => {
        const folded = fold(
          all.map(([from, length]) => [from, from + length]),
          1_000,
        )
        let before = Number.NEGATIVE_INFINITY
        for (const at of instants.map((m) => m * minute).sort((a, b) => a - b)) {
          const u = toU(folded, at)
          expect(u).toBeGreaterThanOrEqual(before - 1e-3)
          expect(toTime(folded, u)).toBeCloseTo(at, 0)
          before = u
        }
      }),
    )
  })
})
