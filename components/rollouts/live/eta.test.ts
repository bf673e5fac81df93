import { describe, expect, it } from 'vitest'
import { estimateEnd } from './eta'

const now = 1_000_000
/** One after the other, so that one was in flight at a time. */
const seconds = (all: number[]) => {
  const finished: number[] = []
  for (const s of all) finished.push((finished.at(-1) ?? 0) + s * 1_000)
  return {
    started: Float64Array.from(all, (s, n) => (finished[n] as number) - s * 1_000),
    finished: Float64Array.from(finished),
  }
}

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

  it('goes by what was in flight before when a phase runs out', () => {
    const started = Float64Array.from({ length: 50 }, () => now - 10_000)
    const finished = Float64Array.from({ length: 50 }, () => now)
    expect(estimateEnd({ started, finished, pending: 100, inFlight: 1, now })).toEqual({
      from: now + 25_000,
      to: now + 30_000,
    })
  })

  it('does not count targets that were skipped before they started', () => {
    const { started, finished } = seconds(new Array(10).fill(10))
    started.fill(Number.NaN)
    expect(estimateEnd({ started, finished, pending: 1, inFlight: 1, now })).toBeNull()
  })
})
