import { describe, expect, it } from 'vitest'
import type { EventDto } from '@/lib/rollouts/dto'
import { eventWords } from './event-words'

const event = (type: string, data: Record<string, unknown>): EventDto => ({
  seq: 1,
  at: '2026-01-01T00:00:00.000Z',
  type,
  rollout: '1',
  phase: null,
  target: null,
  attempt: null,
  actor: 'olga',
  data,
})

describe('an event in words', () => {
  it('of a change of the rest says why, how it is less careful, and how many clusters it moves', () => {
    const data = {
      reason: 'The window is short',
      before: 'c0ffee',
      planHash: 'decaf',
      weakenings: ['Phase “Azure” has up to 4 in flight instead of 1.'],
      moved: 3,
      proposedBy: { userId: 7, user: 'olga' },
    }
    expect(eventWords(event('rollout.amended', data))).toBe(
      'The window is short · Phase “Azure” has up to 4 in flight instead of 1. · 3 moved',
    )
    expect(eventWords(event('rollout.amended', { ...data, reason: null, weakenings: [], moved: 0 }))).toBe('')
  })

  it('leaves out instants, which the event has itself', () => {
    expect(eventWords(event('target.retry', { message: 'no route', retryAt: 1_700_000_000_000 }))).toBe(
      'no route',
    )
  })
})
