import { describe, expect, it } from 'vitest'
import { estimateEnd } from './eta'

const now = 1_000_000
const seconds = (all: number[]) => ({
  started: Float64Array.from(all, () => now - 100_000),
  finished: Float64Array.from(all, (s) => now - 100_000 + s * 1_000),
})

describe('the estimated end', () => {
  it('is unknown while too few have finished, or nothing moves', () => {
    expect(estimateEnd({ ...seconds([10, 10]), pending: 50, inFlight: 5, now })).toBeNull()
    expect(estimateEnd({ ...seconds(new Array(50).fill(10)), pending: 50, inFlight: 0, now })).toBeNull()
  })

  it('is what is left, in rounds of what is in flight, at the pace of the newest', () => {
    const eta = estimateEnd({ ...seconds(new Array(50).fill(10)), pending: 100, inFlight: 10, now })
    expect(eta).toEqual({ from: now + 105_000, to: now + 110_000 })
  })

  it('is wider where durations differ', () => {
    const eta = estimateEnd({ ...seconds([5, 5, 5, 5, 5, 5, 5, 5, 30, 30]), pending: 10, inFlight: 10, now })
    expect(eta).toEqual({ from: now + 7_500, to: now + 60_000 })
  })

  it('does not count targets that were skipped before they started', () => {
    const { started, finished } = seconds(new Array(10).fill(10))
    started.fill(Number.NaN)
    expect(estimateEnd({ started, finished, pending: 1, inFlight: 1, now })).toBeNull()
  })
})
