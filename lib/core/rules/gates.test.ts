/** The decided rules of the language page about what has to be open, and whose word counts. */
import { expect, it } from 'vitest'
import type { GateCommand } from '../rollout/decide-gate'
import {
  approval,
  checkGate,
  makeRollout,
  type PhaseSketch,
  verifyCheck,
  World,
  webhook,
} from '../rollout/rollout-kit'

const world = (phases: PhaseSketch[], more: object = {}) => new World(makeRollout({ phases, ...more }))
const go = { type: 'resume', reason: null, acknowledge: null, userId: 5 } as const
/** The kit's rollout was launched by 1 under a policy written by 2. */
const decision = (userId: number, more: Partial<GateCommand> = {}): GateCommand => ({
  type: 'decide-gate',
  gate: 'p0.before.0',
  verdict: 'approve',
  comment: 'x',
  person: { userId, user: `u${userId}`, roles: ['approver'] },
  others: [],
  failedSince: [],
  planHash: null,
  ...more,
})

it('rule: windows and freezes', () => {
  // The clock begins on a Thursday at 00:00 UTC.
  const window = { type: 'window', days: ['thu'], from: '00:00', to: '00:01', timezone: 'UTC' } as const
  const one = world([{ size: 3, maxInFlight: 1, before: [window] }])
  one.outside = () => ({ after: 40_000, answer: { kind: 'succeeded', message: null } })
  one.run(3_600_000)
  // What has begun ends outside of it; the third waits, and has not failed.
  expect([one.count('succeeded'), one.count('pending'), one.count('failed')]).toEqual([2, 1, 0])
  one.send({ type: 'abort', reason: null, cancelInFlight: false }).run(3_700_000)
  expect(one.state.head.state).toBe('aborted')

  const frozen = world([{ size: 1 }])
  frozen.verdict = (_, at) => {
    const hindrance = { kind: 'freeze', message: 'Sale', until: 60_000 } as const
    return at < 60_000 ? { at, kind: 'wait', hindrance } : { at, kind: 'go', previous: null }
  }
  frozen.run()
  expect(frozen.starts[0]?.at).toBeGreaterThanOrEqual(60_000)
})

it('rule: gate and soak', () => {
  const gate = approval()
  const one = world([{ size: 1, before: [gate, { type: 'soak', soakMs: 60_000 }] }]).run(1_000)
  one.send(decision(3)).run()
  expect(one.starts[0]?.at).toBe(60_000)
})

it('rule: soak', () => {
  const one = world([{ size: 2, maxInFlight: 1, soakMs: 60_000 }, { size: 1 }])
  one.outside = ({ target, generation }) => ({
    after: 1_000,
    answer:
      target.cluster === 'c0-0' && generation === 1
        ? { kind: 'failed', message: 'no' }
        : { kind: 'succeeded', message: null },
  })
  one.run(30_000)
  // It began when the last target of the phase was done, and begins anew with the retry.
  expect(one.state.phases[0]?.soakUntil).toBe(62_000)
  one.send({ type: 'retry', userId: 9 }, [one.target('c0-0')]).run()
  expect(one.starts.at(-1)?.at).toBeGreaterThanOrEqual(31_000 + 60_000)
})

it('rule: evidence', () => {
  for (const kind of ['unknown', 'fail'] as const) {
    const one = world([{ size: 1, before: [checkGate({ timeoutMs: 60_000 })] }])
    one.sees = () => ({ after: 0, kind })
    one.run()
    expect(one.starts).toEqual([])
    expect(one.state.head).toMatchObject({ state: 'paused', pauseCause: 'gate_expired' })
  }
  const after = world([{ size: 1 }], { operation: { verify: [verifyCheck] } }).run()
  expect(after.ended.map(({ step }) => step)).toEqual(['apply', 'verify'])
})

it('rule: checks before a start', () => {
  const one = world([{ size: 1, failureBudget: { max: 0, onExhausted: 'pause', strict: false } }], {
    operation: { preflight: [verifyCheck] },
  })
  one.outside = ({ kind }) =>
    kind === 'preflight'
      ? { after: 1_000, answer: { kind: 'failed', message: 'offline' } }
      : { after: 1_000, answer: { kind: 'succeeded', message: null } }
  one.run()
  expect(one.starts).toEqual([])
  expect(one.target('c0-0')).toMatchObject({ state: 'failed', reason: 'preflight_failed' })
  expect(one.state.head.charged).toBe(1)
})

it('rule: guard', () => {
  const guard = { name: 'errors', check: 'http' as const, with: {}, everyMs: 5_000, failAfterMs: 20_000 }
  const one = world([{ size: 50, maxInFlight: 1 }], { guards: [guard] })
  one.outside = () => ({ after: 10_000, answer: { kind: 'succeeded', message: null } })
  one.sees = (_, now) => ({ after: 0, kind: now < 60_000 ? 'pass' : 'unknown' })
  one.run()
  expect(one.state.head).toMatchObject({ state: 'paused', pauseCause: 'guard' })
  expect(one.state.head.pauseDetail).toContain('errors')
  expect(one.count('succeeded')).toBeLessThan(12)
})

it('rule: approval', () => {
  const asks = () => world([{ size: 1, before: [approval({ count: 2, expiresMs: 60_000 })] }]).run(1_000)
  for (const barred of [1, 2]) expect(() => asks().send(decision(barred))).toThrow(/cannot/)
  expect(() => asks().send(decision(3, { failedSince: ['c9'] }))).toThrow(/has failed/)
  expect(() => asks().send(decision(3, { planHash: 'other' }))).toThrow(/plan/)
  const refused = asks()
    .send(decision(3))
    .send(decision(4, { verdict: 'reject' }))
    .run()
  expect(refused.state.head).toMatchObject({ state: 'paused', pauseCause: 'gate_rejected' })
  const expired = asks().send(decision(3)).run()
  expect(expired.state.head).toMatchObject({ state: 'paused', pauseCause: 'gate_expired' })
  const own = world([{ size: 1, before: [approval({ notLauncher: false })] }]).run(1_000)
  expect(own.send(decision(1)).run().state.head.state).toBe('succeeded')
})

it('rule: webhook', () => {
  const one = world([{ size: 1, before: [webhook({ expiresMs: 60_000 })] }]).run()
  expect(one.state.head).toMatchObject({ state: 'paused', pauseCause: 'gate_expired' })
  one.send(go).run(one.now + 1_000)
  const answer = {
    type: 'answer-gate',
    gate: 'p0.before.0',
    verdict: 'open',
    reason: null,
    planHash: 'plan',
    failedSince: [],
  } as const
  expect(() => one.send({ ...answer, round: 0 })).toThrow(/round/)
  expect(one.send({ ...answer, round: 1 }).run().state.head.state).toBe('succeeded')
})
