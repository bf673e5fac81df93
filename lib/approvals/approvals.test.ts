import { describe, expect, it } from 'vitest'
import type { ResolvedApproval, ResolvedPolicy } from '@/lib/core/policy/resolved'
import { arrivals, keyOf } from './arrivals'
import type { InboxItemDto } from './dto'
import { whyNotDecide } from './eligibility'
import { stakeRange } from './load-approvals'
import { questionOf } from './question'

const spec: ResolvedApproval = {
  type: 'approval',
  count: 1,
  role: 'approver',
  notLauncher: true,
  expiresMs: 1,
  always: false,
}
const policy = {
  phases: [
    { title: 'Azure', steps: [1, 2, 3, 4] },
    { title: 'AWS rest', steps: [1] },
  ],
} as unknown as ResolvedPolicy

describe('the question of an approval', () => {
  it.each([
    [{ phaseIndex: 1, place: 'before' }, 2806, 'Start phase 2, AWS rest, on 2,806 clusters?'],
    [{ phaseIndex: 1, place: 'before' }, 1, 'Start phase 2, AWS rest, on 1 cluster?'],
    [{ phaseIndex: 0, place: 'step:2' }, 40, 'Go on with Azure, step 3 of 4, on 40 more clusters?'],
    [{ phaseIndex: 0, place: 'after' }, 0, 'Let phase 1, Azure, count as done?'],
  ])('of %j is complete enough to be answered', (gate, clusters, question) => {
    expect(questionOf(policy, gate, clusters)).toBe(question)
  })
})

describe('what an approval lets go', () => {
  const steps = [1, 12, 60, 120]
  it.each([
    ['before', null, [0, 120]],
    ['step:1', steps, [1, 12]],
    ['step:3', steps, [60, 120]],
    ['after', steps, [120, 120]],
  ] as const)('%s with steps %j is from position %j', (place, ends, range) => {
    expect(stakeRange({ place, phaseTotal: 120, steps: ends ? [...ends] : null })).toEqual(range)
  })
})

describe('who may decide', () => {
  const bounds = { spec, launchedById: 1, policyAuthorId: 2, lastOverriderId: 3 }
  const approver = (userId: number) => ({ userId, bindings: [{ role: 'approver' as const, select: null }] })

  it('an approver who had no hand in it', () => {
    expect(whyNotDecide(approver(9), bounds, [], 'approve')).toBeNull()
  })

  it.each([1, 2, 3])(
    'not who launched, wrote the policy, or overrode something (%i), who may still reject',
    (id) => {
      expect(whyNotDecide(approver(id), bounds, [], 'approve')).toMatch(/cannot approve/)
      expect(whyNotDecide(approver(id), bounds, [], 'reject')).toBeNull()
    },
  )

  it('not twice', () => {
    expect(whyNotDecide(approver(9), bounds, [9], 'approve')).toMatch(/already/)
  })

  it('not without the role, nor with one that covers only a part of the fleet', () => {
    expect(
      whyNotDecide({ userId: 9, bindings: [{ role: 'operator', select: null }] }, bounds, [], 'approve'),
    ).toMatch(/role/)
    const partial = {
      userId: 9,
      bindings: [{ role: 'approver' as const, select: 'cluster.tier == "internal"' }],
    }
    expect(whyNotDecide(partial, bounds, [], 'approve')).not.toBeNull()
  })
})

describe('what one is notified of', () => {
  const item = (gate: string, mine: boolean, requestedAt = '1') =>
    ({ rollout: '1', gate, mine, requestedAt }) as InboxItemDto
  it('is what came for oneself since, and what asks anew; nothing on the first look', () => {
    const before = new Set([item('a', true)].map(keyOf))
    expect(arrivals(null, [item('a', true)])).toEqual([])
    const now = [item('a', true), item('b', true), item('c', false), item('a', true, '2')]
    expect(arrivals(before, now).map(keyOf)).toEqual(['1 b 1', '1 a 2'])
  })
})
