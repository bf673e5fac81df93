import { describe, expect, it } from 'vitest'
import { whyNotEligible } from './decide-gate'
import { approval, checkGate, makeRollout, type PhaseSketch, World } from './rollout-kit'

const world = (...phases: PhaseSketch[]) => new World(makeRollout({ phases }))
const override = (gate = 'p0.before.0') =>
  ({ type: 'override-gate', gate, reason: 'the bank waits', userId: 9, user: 'ada' }) as const
const asking = () => world({ size: 1, before: [approval({ expiresMs: 60_000 })] }).run(1_000)
const go = { type: 'resume', reason: null, acknowledge: null, userId: 5 } as const
const bob = { userId: 7, user: 'bob', roles: ['approver'] }
const reject = {
  type: 'decide-gate',
  gate: 'p0.before.0',
  verdict: 'reject',
  comment: 'no',
  person: bob,
  others: [],
  failedSince: [],
  planHash: null,
} as const

describe('an override', () => {
  it('opens a gate that asks, and says who, why and when', () => {
    const one = asking().send(override())
    expect(one.state.gates[0]).toMatchObject({
      state: 'open',
      expiresAt: null,
      override: { userId: 9, user: 'ada', reason: 'the bank waits', at: 1_000 },
    })
    expect(one.log.at(-1)).toMatchObject({ type: 'gate.overridden', data: { reason: 'the bank waits' } })
    expect(one.run().state.head.state).toBe('succeeded')
  })

  it('takes the right to approve what follows from whoever did it', () => {
    const { head } = asking().send(override()).state
    const gate = { spec: approval() }
    expect(whyNotEligible(head, gate, { userId: 9, roles: ['admin'] }, 'approve')).toMatch(/overrode/)
    expect(whyNotEligible(head, gate, bob, 'approve')).toBeNull()
  })

  it.each([
    ['was rejected', (one: World) => one.send(reject)],
    ['has expired', (one: World) => one.run(120_000)],
  ])('opens a gate that %s; the rollout stays paused until it is resumed', (_, bring) => {
    const one = bring(asking()).send(override()).run()
    expect(one.state.gates[0]?.state).toBe('open')
    expect(one.state.head.state).toBe('paused')
    expect(one.starts).toEqual([])
    one.send(go).run()
    expect(one.state.head.state).toBe('succeeded')
    expect(one.state.gates[0]?.override).not.toBeNull()
  })

  it.each([
    [
      'a gate that does not ask yet',
      'conflict: This gate does not ask yet',
      (one: World) => one,
      'p1.before.0',
    ],
    [
      'a gate that is open',
      'conflict: This gate is open already',
      (one: World) => one.send(override()),
      undefined,
    ],
    ['a gate there is not', 'not_found', (one: World) => one, 'nope'],
    [
      'a rollout that is over',
      'conflict: This rollout is aborted',
      (one: World) => one.send({ type: 'abort', reason: null, cancelInFlight: false }).run(),
      undefined,
    ],
    [
      'a rollout that is being aborted',
      'conflict: This rollout is aborting',
      (one: World) => one.send({ type: 'abort', reason: null, cancelInFlight: false }),
      undefined,
    ],
  ])('is refused for %s, and changes nothing', (_, words, bring, gate) => {
    const one = bring(world({ size: 1, before: [approval()] }, { size: 1, before: [approval()] }).run(1_000))
    const before = one.log.length
    expect(() => one.send(override(gate))).toThrow(words)
    expect(one.log).toHaveLength(before)
  })

  it('of a draft is refused: it asks for nothing', () => {
    const one = world({ size: 1, before: [approval()] })
    one.state.head.state = 'draft'
    expect(() => one.send(override())).toThrow('conflict: This rollout is draft')
  })

  it('of a check ends its watch: what it shows later closes nothing', () => {
    const one = world({ size: 1, before: [checkGate(), { type: 'soak', soakMs: 60_000 }] })
    one.sees = () => ({ after: 0, kind: 'fail' })
    one.run(5_000).send(override()).run()
    expect(one.state.head.state).toBe('succeeded')
    expect(one.types()).not.toContain('gate.closed')
  })

  it('of a soak ends it, and the next phase begins', () => {
    const one = world({ size: 1, soakMs: 3_600_000 }, { size: 1 }).run(10_000)
    expect(one.state.phases[0]?.state).toBe('soaking')
    one.send(override('p0.after.soak')).run()
    expect(one.starts.at(-1)?.at).toBeLessThan(20_000)
  })

  it('is undone by a retry that asks the gate anew', () => {
    const one = world({ size: 2, soakMs: 60_000 }, { size: 1, before: [{ type: 'soak', soakMs: 600_000 }] })
    one.outside = ({ target }) => ({
      after: 1_000,
      answer:
        target.cluster === 'c0-0' ? { kind: 'failed', message: 'no' } : { kind: 'succeeded', message: null },
    })
    one.run(10_000).send(override('p0.after.soak')).run(20_000)
    one.send({ type: 'retry', userId: 5 }, [one.target('c0-0')])
    expect(one.state.gates[0]).toMatchObject({ state: 'closed', override: null })
  })

  describe('of a window', () => {
    /** The clock of a world begins at midnight of a Thursday. */
    const night = { type: 'window', days: ['thu'], from: '00:00', to: '00:01', timezone: 'UTC' } as const
    const closed = { ...night, days: ['mon'] } as const

    it('keeps it open for all starts of the phase', () => {
      const one = world({ size: 3, maxInFlight: 1, before: [closed] })
      one.outside = () => ({ after: 40_000, answer: { kind: 'succeeded', message: null } })
      one.run(1_000).send(override()).run()
      expect(one.starts.at(-1)?.at).toBeLessThan(200_000)
    })

    it('opens one that has closed on a phase that has begun', () => {
      const one = world({ size: 3, maxInFlight: 1, before: [night] })
      one.outside = () => ({ after: 40_000, answer: { kind: 'succeeded', message: null } })
      one.run(3_600_000)
      expect(one.starts).toHaveLength(2)
      one.send(override()).run()
      expect(one.starts.at(-1)?.at).toBeLessThan(3_700_000)
    })

    it('counts for that time only: a retry days later waits for the window again', () => {
      const one = world({ size: 1, before: [closed] })
      one.outside = () => ({ after: 1_000, answer: { kind: 'failed', message: 'no' } })
      one.run(1_000).send(override()).run()
      expect(one.state.head.state).toBe('failed')
      one.outside = () => ({ after: 1_000, answer: { kind: 'succeeded', message: null } })
      const retriedAt = one.now
      one.send({ type: 'retry', userId: 5 }, [one.target('c0-0')]).run()
      expect(one.state.head.state).toBe('succeeded')
      expect(new Date(one.starts.at(-1)?.at ?? 0).getUTCDay()).toBe(1)
      expect(one.starts.at(-1)?.at).toBeGreaterThan(retriedAt + 3_600_000)
    })
  })
})
