import { describe, expect, it } from 'vitest'
import type { RehearsalDto } from '@/lib/rehearsals/dto'
import { assumptionWords, failureWords, stopWords, worstCaseWords } from './rehearsal-words'

const rehearsal = (more: Partial<RehearsalDto> = {}): RehearsalDto => ({
  planHash: 'x',
  seed: 'rehearsal',
  runs: 50,
  targets: 40,
  startsAt: '2026-11-22T12:00:00.000Z',
  end: { p50: null, p90: null },
  completes: 0.5,
  stops: [{ cause: 'budget', detail: null, share: 0.5 }],
  peakInFlight: 4,
  expectedFailures: 1.25,
  tripShare: 0.5,
  worstCase: { clusters: 6, weight: 340 },
  phases: [],
  timeline: [],
  collisions: [],
  assumptions: {
    applySeconds: { p50: 300, p90: 600 },
    verifySeconds: null,
    failureRate: 0.01,
    approvalSeconds: { p50: 3_600, p90: 3_600 },
    observed: { attempts: 0, targets: 0, approvals: 0 },
    assumed: [],
    notes: [],
  },
  blockers: [],
  ...more,
})

describe('a rehearsal in words', () => {
  it('says what can fail at worst', () => {
    expect(worstCaseWords({ clusters: 12, weight: 340 }, 100)).toBe(
      'At most 12 clusters (weight 340) can fail before this stops.',
    )
    expect(worstCaseWords({ clusters: 1, weight: 3 }, 100)).toContain('At most 1 cluster (')
    expect(worstCaseWords({ clusters: 100, weight: 9 }, 100)).toContain('no limit stops it before')
  })

  it('says what to expect, and why runs stop', () => {
    expect(failureWords(rehearsal())).toBe(
      'About 1.3 failures expected; 50 % of the runs spent a failure budget.',
    )
    expect(failureWords(rehearsal({ expectedFailures: 0, tripShare: 0 }))).toBe(
      'No failures expected; no run spent a failure budget.',
    )
    expect(stopWords(rehearsal())).toEqual(['50 % of the runs stop because a failure budget is spent.'])
  })

  it('says what it assumes, and when all of it is assumed', () => {
    const words = assumptionWords(rehearsal())
    expect(words[0]).toBe('This operation has never run here, so all of this is assumed.')
    expect(words).toContain('The operation takes 5 min (nine in ten within 10 min) on a cluster.')
    expect(words).toContain('People approve after 1 h.')
    expect(words).toContain('1 % of the clusters fail.')
  })
})
