import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { targetStates } from '@/lib/core/rollout/states'
import { cellOf, codeCount, codeOf, codeOfCell, isRetryingCode, progressOfCell, stateOfCode } from './cell'
import { type Change, decodeFrame, encodeFrame, type Frame, timeUnitMs } from './frame'

const instant = fc.integer({ min: 0, max: 40_000_000_000 }).map((n) => n * timeUnitMs)
const time = fc.option(fc.option(instant, { nil: null }), { nil: undefined })
const cell = fc
  .tuple(fc.nat(codeCount - 1), fc.option(fc.double({ min: 0, max: 1, noNaN: true })))
  .map(([code, progress]) => cellOf(code, progress))

const change = (index: number): fc.Arbitrary<Change> =>
  fc.record({ cell, startedAt: time, finishedAt: time }).map(({ cell, startedAt, finishedAt }) => ({
    index,
    cell,
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
  }))

const frame: fc.Arbitrary<Frame> = fc
  .tuple(
    fc.integer({ min: -1, max: 2 ** 45 }),
    fc.nat(2 ** 40),
    instant,
    fc.uniqueArray(fc.nat(120_000), { maxLength: 60 }),
  )
  .chain(([from, ahead, at, indexes]) =>
    fc.tuple(...indexes.sort((a, b) => a - b).map(change)).map((changes) => ({
      from,
      seq: from < 0 ? ahead : from + ahead,
      at,
      changes,
    })),
  )

describe('frames', () => {
  it('come back from their bytes exactly as they went in', () => {
    fc.assert(
      fc.property(frame, (sent) => {
        expect(decodeFrame(encodeFrame(sent))).toEqual(sent)
      }),
    )
  })

  it('are refused when bytes are missing or left over, never half applied', () => {
    fc.assert(
      fc.property(frame, fc.nat(), (sent, cut) => {
        const bytes = encodeFrame(sent)
        expect(() => decodeFrame(bytes.subarray(0, cut % bytes.length))).toThrow(RangeError)
        expect(() => decodeFrame(Uint8Array.of(...bytes, 0))).toThrow(RangeError)
      }),
    )
  })

  it('cost three bytes for a fresh change next to another', () => {
    const at = 1_700_000_000_000
    const changes = Array.from({ length: 250 }, (_, n) => ({
      index: n * 4,
      cell: cellOf(codeOf('applying', false), null),
      startedAt: at - 200,
    }))
    const bytes = encodeFrame({ from: 1_000, seq: 1_250, at, changes })
    expect(bytes.length / changes.length).toBeLessThan(3.1)
  })
})

describe('cells', () => {
  it('keep the state, whether it backs off, and the progress to a fourteenth', () => {
    for (const state of targetStates) {
      const code = codeOf(state, false)
      expect(stateOfCode(code)).toBe(state)
      expect(isRetryingCode(code)).toBe(false)
    }
    const retrying = codeOf('verifying', true)
    expect([stateOfCode(retrying), isRetryingCode(retrying)]).toEqual(['verifying', true])
    expect(codeOfCell(cellOf(retrying, 0.5))).toBe(retrying)
    expect(progressOfCell(cellOf(0, 0.5))).toBeCloseTo(0.5)
    expect(progressOfCell(cellOf(0, 1))).toBe(1)
    expect(progressOfCell(cellOf(0, null))).toBeNull()
  })

  it('show a target that is at rest as what it is, whatever retry was once planned', () => {
    expect(stateOfCode(codeOf('succeeded', true))).toBe('succeeded')
    expect(isRetryingCode(codeOf('succeeded', true))).toBe(false)
  })
})
