import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CheckResult } from './check'
import { advanceHold, beginHold, type HoldSpec, type HoldState } from './hold'

const spec: HoldSpec = { forMs: 10_000, timeoutMs: 60_000, everyMs: 5_000 }
const result = (kind: CheckResult['kind']): CheckResult => ({ kind, message: kind, observed: null })
const p = 'pass'
const f = 'fail'
const u = 'unknown'

/** Plays looks at the given seconds; gives the verdict of the last one that was needed. */
function play(looks: [number, CheckResult['kind']][], by = spec) {
  let state: HoldState = beginHold(0)
  for (const [second, kind] of looks) {
    const step = advanceHold(by, state, result(kind), second * 1_000)
    if (step.verdict !== 'waiting') return `${step.verdict} at ${second}`
    state = step.state
  }
  return 'waiting'
}

describe('a check that must hold', () => {
  it.each<[string, [number, CheckResult['kind']][], string]>([
    [
      'passes when it has passed for long enough',
      [
        [0, p],
        [5, p],
        [10, p],
      ],
      'passed at 10',
    ],
    [
      'does not pass a moment before',
      [
        [0, p],
        [5, p],
        [9, p],
      ],
      'waiting',
    ],
    [
      'begins anew after a fail',
      [
        [0, p],
        [5, f],
        [10, p],
        [15, p],
        [20, p],
      ],
      'passed at 20',
    ],
    [
      'begins anew after an unknown',
      [
        [0, p],
        [5, u],
        [10, p],
        [15, p],
      ],
      'waiting',
    ],
    [
      'begins anew after nobody looked for long',
      [
        [0, p],
        [5, p],
        [40, p],
      ],
      'waiting',
    ],
    [
      'bears a look that is late',
      [
        [0, p],
        [18, p],
      ],
      'passed at 18',
    ],
    [
      'fails when its time is over',
      [
        [0, f],
        [30, f],
        [60, f],
      ],
      'failed at 60',
    ],
    [
      'fails when it is unknown to the end',
      [
        [0, u],
        [60, u],
      ],
      'failed at 60',
    ],
    [
      'fails when it passes too late to hold',
      [
        [0, f],
        [55, p],
        [60, p],
      ],
      'failed at 60',
    ],
    [
      'passes when it has held just at the end',
      [
        [0, f],
        [50, p],
        [55, p],
        [60, p],
      ],
      'passed at 60',
    ],
    [
      'does not fail at the first fail',
      [
        [0, f],
        [5, f],
      ],
      'waiting',
    ],
  ])('%s', (_sentence, looks, expected) => {
    expect(play(looks)).toBe(expected)
  })

  it('passes at once when it need not hold', () => {
    expect(play([[0, p]], { ...spec, forMs: 0 })).toBe('passed at 0')
    expect(play([[0, u]], { ...spec, forMs: 0 })).toBe('waiting')
  })

  it('does not count what was seen before the apply ended', () => {
    const state = beginHold(100_000)
    const step = advanceHold({ ...spec, forMs: 0 }, state, result(p), 99_999)
    expect(step).toMatchObject({ verdict: 'waiting', nextLookAt: 100_000 })
    expect(step.state).toEqual(state)
  })

  it('looks again at the interval, when it could have held, or when its time is over, whichever is first', () => {
    const at = (by: Partial<HoldSpec>, kind: CheckResult['kind']) =>
      advanceHold({ ...spec, ...by }, beginHold(0), result(kind), 0).nextLookAt
    expect(at({}, p)).toBe(5_000)
    expect(at({ forMs: 2_000 }, p)).toBe(2_000)
    expect(at({ forMs: 2_000 }, f)).toBe(5_000)
    expect(at({ timeoutMs: 3_000 }, f)).toBe(3_000)
  })

  it('passes only after a run of passes as long as asked, and always comes to an end', () => {
    const looks = fc.array(fc.tuple(fc.integer({ min: 1, max: 8_000 }), fc.constantFrom(p, p, p, f, u)), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(looks, (steps) => {
        let state = beginHold(0)
        let now = 0
        let streakFrom: number | null = null
        for (const [gap, kind] of steps) {
          now += gap
          streakFrom = kind === 'pass' ? (streakFrom ?? now) : null
          const step = advanceHold(spec, state, result(kind), now)
          const held = streakFrom !== null && now - streakFrom >= spec.forMs
          expect(step.verdict).toBe(held ? 'passed' : now >= spec.timeoutMs ? 'failed' : 'waiting')
          if (step.verdict !== 'waiting') return
          expect(step.nextLookAt).toBeGreaterThan(now)
          expect(step.nextLookAt).toBeLessThanOrEqual(spec.timeoutMs)
          state = step.state
        }
      }),
    )
  })
})
