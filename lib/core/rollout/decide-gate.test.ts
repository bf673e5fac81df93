import { describe, expect, it } from 'vitest'
import type { ResolvedApproval } from '@/lib/core/policy/resolved'
import type { GateCommand, Person } from './decide-gate'
import { approval, makeRollout, World } from './rollout-kit'

/** The kit's rollout was launched by 1 under a policy written by 2. */
const person = (userId: number, roles: readonly string[] = ['approver']): Person => ({
  userId,
  user: `u${userId}`,
  roles,
})
const [launcher, author, ann, bob, eve] = [1, 2, 3, 4, 5].map((id) => person(id)) as [
  Person,
  Person,
  Person,
  Person,
  Person,
]
const gate = 'p0.before.0'

const asking = (more: Partial<ResolvedApproval> = {}) =>
  new World(makeRollout({ phases: [{ size: 1, before: [approval(more)] }] })).run(1_000)
const decide = (one: World, who: Person, more: Partial<GateCommand> = {}) =>
  one.send({
    type: 'decide-gate',
    gate,
    verdict: 'approve',
    comment: 'x',
    person: who,
    others: [],
    failedSince: [],
    planHash: null,
    ...more,
  })
const overridden = (one: World, by: Person) => {
  one.state.head.lastOverriderId = by.userId
  return one
}
const stateOf = (one: World) => one.state.gates[0]?.state

describe('whoever decides on an approval', () => {
  it.each<[string, Person, RegExp | null, RegExp | null]>([
    ['an approver', ann, null, null],
    ['an admin', person(8, ['admin']), null, null],
    ['an operator', person(8, ['operator']), /needs the role approver/, /needs the role approver/],
    ['somebody disabled, who has no role', person(8, []), /needs the role/, /needs the role/],
    ['the launcher', launcher, /launched a rollout cannot/, null],
    ['the author of the policy', author, /wrote this policy cannot/, null],
    ['whoever last overrode something', eve, /overrode something/, null],
  ])('%s', (_, who, approves, rejects) => {
    for (const [verdict, refusal, after] of [
      ['approve', approves, 'open'],
      ['reject', rejects, 'rejected'],
    ] as const) {
      const one = overridden(asking(), eve)
      if (refusal) expect(() => decide(one, who, { verdict })).toThrow(refusal)
      else decide(one, who, { verdict })
      expect(stateOf(one), verdict).toBe(refusal ? 'closed' : after)
    }
  })

  it('may be the launcher, the author or an overrider where the policy says so', () => {
    for (const who of [launcher, author, eve]) {
      expect(stateOf(decide(overridden(asking({ notLauncher: false }), eve), who))).toBe('open')
    }
  })
})

describe('a quorum', () => {
  it('opens with the last approval that it needs', () => {
    const one = decide(asking({ count: 2 }), ann)
    expect(stateOf(one)).toBe('closed')
    expect(stateOf(decide(one, bob, { others: [ann] }))).toBe('open')
  })

  it.each<[string, (one: World) => readonly Person[]]>([
    ['has lost the role', () => [person(ann.userId, ['viewer'])]],
    ['is disabled', () => [person(ann.userId, [])]],
    ['is there no more', () => []],
    ['has overridden something since', (one) => [overridden(one, ann) && ann]],
  ])('does not count an approval of somebody who %s', (_, change) => {
    const one = decide(asking({ count: 2 }), ann)
    decide(one, bob, { others: change(one) })
    expect(stateOf(one)).toBe('closed')
    expect(stateOf(decide(one, eve, { others: [bob] }))).toBe('open')
  })

  it('is outweighed by one rejection, which pauses with its reason', () => {
    const one = decide(asking({ count: 3 }), ann)
    decide(one, bob, { others: [ann] })
    decide(one, eve, { verdict: 'reject', comment: 'the moon is full', others: [ann, bob] })
    expect(stateOf(one)).toBe('rejected')
    expect(one.state.head).toMatchObject({ state: 'paused', pauseCause: 'gate_rejected' })
    expect(one.state.head.pauseDetail).toContain('the moon is full')
  })

  it('begins anew with the round: what was approved before a rejection does not count', () => {
    const one = decide(asking({ count: 2 }), ann)
    decide(one, bob, { verdict: 'reject', others: [ann] })
    one.send({ type: 'resume', reason: null, acknowledge: null, userId: 9 }).run(2_000)
    expect(stateOf(decide(one, bob, { others: [ann, bob] }))).toBe('closed')
    expect(stateOf(decide(one, ann, { others: [ann, bob] }))).toBe('open')
  })
})

describe('a decision changes nothing', () => {
  const bothPhases = () =>
    new World(makeRollout({ phases: [{ size: 1 }, { size: 1, before: [approval()] }] }))
  it.each<[string, string, (one: World) => World, Partial<GateCommand>]>([
    ['by a second click', 'conflict: You have decided', (one) => decide(one, ann), {}],
    [
      'once the gate is open',
      'conflict: This gate is open',
      (one) => decide(decide(one, bob), eve, { others: [bob] }),
      {},
    ],
    [
      'once it was rejected',
      'conflict: This gate is rejected',
      (one) => decide(one, bob, { verdict: 'reject' }),
      {},
    ],
    ['once it has expired', 'conflict: This gate is expired', (one) => one.run(90_000_000), {}],
    ['for a gate there is not', 'not_found', (one) => one, { gate: 'nope' }],
    ['on another plan', 'stale: You decided on the plan other', (one) => one, { planHash: 'other' }],
    [
      'on another plan, also when it rejects',
      'stale: You decided on the plan other; this rollout carries out the plan plan',
      (one) => one,
      { planHash: 'other', verdict: 'reject' },
    ],
    [
      'when more has failed since one looked',
      'stale: Since you looked, a cluster has failed: c0-7',
      (one) => one,
      { failedSince: ['c0-7'] },
    ],
    [
      'after an abort',
      'conflict: This rollout is aborted',
      (one) => one.send({ type: 'abort', reason: null, cancelInFlight: false }).run(2_000),
      {},
    ],
  ])('%s', (_, words, bring, more) => {
    const one = bring(asking({ count: 2 }))
    const before = one.log.length
    expect(() => decide(one, ann, more)).toThrow(words)
    expect(one.log).toHaveLength(before)
  })

  it('while the gate does not ask yet', () => {
    expect(() => decide(bothPhases(), ann, { gate: 'p1.before.0' })).toThrow(
      'conflict: This gate does not ask',
    )
  })

  it('at the moment of its expiry, though nobody has written that down yet', () => {
    const one = asking({ expiresMs: 60_000 })
    one.now = 60_000
    expect(() => decide(one, ann)).toThrow('conflict: The time to decide on this gate is over')
    expect(one.run(60_000).state.head).toMatchObject({ state: 'paused', pauseCause: 'gate_expired' })
  })

  it('but is taken with the plan of the rollout, and a rejection whatever has failed', () => {
    expect(stateOf(decide(asking(), ann, { planHash: 'plan' }))).toBe('open')
    expect(stateOf(decide(asking(), ann, { verdict: 'reject', failedSince: ['c0-7'] }))).toBe('rejected')
  })
})
