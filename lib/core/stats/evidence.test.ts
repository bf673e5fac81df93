import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '@/lib/core/shared/random'
import { baselineFrom, evidence } from './evidence'

describe('evidence', () => {
  it('says nothing before anything was seen', () => {
    expect(evidence({ trials: 0, failures: 0 }, 0.02)).toBe(1)
  })

  it('speaks against a baseline of 2 % after a few failures, and not after as many as expected', () => {
    expect(evidence({ trials: 10, failures: 4 }, 0.02)).toBeGreaterThan(100)
    expect(evidence({ trials: 300, failures: 6 }, 0.02)).toBeLessThan(1)
    expect(evidence({ trials: 1_000_000, failures: 900_000 }, 0.02)).toBeLessThan(Number.POSITIVE_INFINITY)
  })

  const seen = fc
    .record({ trials: fc.integer({ min: 1, max: 3_000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ trials, share }) => ({ trials, failures: Math.floor(trials * share) }))
  const baseline = fc.double({ min: 0.001, max: 0.5, noNaN: true })

  it('property: a target in flight, counted as no failure, never makes more of it than its end does', () => {
    fc.assert(
      fc.property(seen, baseline, ({ trials, failures }, rate) => {
        fc.pre(failures < trials)
        const now = evidence({ trials, failures }, rate)
        expect(evidence({ trials, failures: failures + 1 }, rate)).toBeGreaterThanOrEqual(now)
      }),
    )
  })

  it('property: leaving a failure out, or counting one more that worked, makes it less', () => {
    fc.assert(
      fc.property(seen, baseline, ({ trials, failures }, rate) => {
        const now = evidence({ trials, failures }, rate)
        expect(evidence({ trials: trials + 1, failures }, rate)).toBeLessThanOrEqual(now * (1 + 1e-12))
        if (failures === 0) return
        const less = evidence({ trials: trials - 1, failures: failures - 1 }, rate)
        expect(less).toBeLessThanOrEqual(now * (1 + 1e-12))
      }),
    )
  })

  it('property: it is fair: one more target is expected to leave it as it was, at most', () => {
    fc.assert(
      fc.property(
        seen,
        baseline,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ trials, failures }, rate, part) => {
          const truth = rate * part
          const next = (failed: number) => evidence({ trials: trials + 1, failures: failures + failed }, rate)
          const expected = truth * next(1) + (1 - truth) * next(0)
          const now = evidence({ trials, failures }, rate)
          fc.pre(now < 1e200)
          expect(expected).toBeLessThanOrEqual(now * (1 + 1e-9))
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it.each([0.01, 0.05, 0.2])(
    'however often one looks, at most %d of sound rollouts are stopped',
    (falseAlarm) => {
      const random = createRandom('looks')
      let alarms = 0
      const rollouts = 4_000
      for (let n = 0; n < rollouts; n++) {
        let failures = 0
        for (let trials = 1; trials <= 250; trials++) {
          if (random.next() < 0.05) failures += 1
          if (evidence({ trials, failures }, 0.05) < 1 / falseAlarm) continue
          alarms += 1
          break
        }
      }
      expect(alarms / rollouts).toBeLessThanOrEqual(falseAlarm)
      expect(alarms).toBeGreaterThan(0)
    },
  )
})

describe('a baseline from history', () => {
  it('is an upper bound, the closer the more was seen', () => {
    expect(baselineFrom({ trials: 0, failures: 0 })).toBe(0.053)
    expect(baselineFrom({ trials: 1_000, failures: 10 })).toBe(0.016)
    expect(baselineFrom({ trials: 100_000, failures: 1_000 })).toBe(0.011)
    expect(baselineFrom({ trials: 1_000_000, failures: 0 })).toBe(0.001)
    expect(baselineFrom({ trials: 100, failures: 100 })).toBe(0.5)
  })
})
