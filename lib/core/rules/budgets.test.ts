/** The decided rules of the language page about failure budgets, one test for each, named like the rule. */
import { expect, it } from 'vitest'
import { readPolicy } from '@/lib/core/policy/read'
import { describeAmount, resolveAmount } from '@/lib/core/shared/amount'
import { makeRollout, type Outside, type PhaseSketch, succeeds, World } from '../rollout/rollout-kit'

const budget = (max: number | `${number}%`, strict = false) =>
  ({ max, onExhausted: 'pause', strict }) as const
const fails: Outside = () => ({ after: 1_000, answer: { kind: 'failed', message: 'no' } })
const one = { size: 10, maxInFlight: 1 } as const
const world = (phases: PhaseSketch[], more: object = {}, outside = fails) =>
  new World(makeRollout({ phases, ...more }), outside)

it('rule: budget `max: N`', () => {
  const ofPhase = world([{ ...one, failureBudget: budget(2) }], { failureBudget: budget(5) }).run()
  expect(ofPhase.state.head).toMatchObject({
    charged: 3,
    pauseDetail: '3 clusters have failed in phase p0, 2 are tolerated',
  })
  const ofRollout = world([{ ...one, failureBudget: budget(5) }], { failureBudget: budget(2) }).run()
  expect(ofRollout.state.head.charged).toBe(3)
  expect(ofRollout.state.head.pauseDetail).toContain('in the rollout')
})

it('rule: what charges a budget', () => {
  const retry = { attempts: 3, backoffMs: 1_000, maxBackoffMs: 1_000 }
  const retried = world([{ size: 1, failureBudget: budget(0) }], { operation: { retry } }).run()
  expect(retried.starts).toHaveLength(3)
  expect(retried.state.head.charged).toBe(1)

  const skipped = world([{ ...one, failureBudget: budget(0) }], {}, () => ({
    after: 1_000,
    answer: succeeds,
  }))
  skipped.verdict = (target, at) =>
    target.position === 0
      ? { at, kind: 'skip', reason: 'satisfied', message: null }
      : target.position === 1 && at < 5_000
        ? { at, kind: 'wait', hindrance: { kind: 'lease', message: 'held', until: null } }
        : { at, kind: 'go', previous: null }
  expect(skipped.run().state.head).toMatchObject({ state: 'succeeded', charged: 0 })
})

it('rule: in flight when it trips', () => {
  const outside: Outside = ({ target }) => ({
    after: 1_000 * (target.position + 1),
    answer: target.position < 2 ? { kind: 'failed', message: 'no' } : succeeds,
  })
  const ran = world([{ size: 9, maxInFlight: 3, failureBudget: budget(0) }], {}, outside).run()
  expect(ran.starts).toHaveLength(3)
  expect(ran.count('succeeded')).toBe(1)
  const failed = ran.log.flatMap((change) =>
    change.type === 'target.failed' ? [change.data.afterTrip === true] : [],
  )
  expect(failed).toEqual([false, true])
})

it.each([
  { strict: false, most: 5 },
  { strict: true, most: 3 },
])('rule: overshoot ($strict: at most $most of five in flight)', ({ strict, most }) => {
  const ran = world([{ size: 20, maxInFlight: 5, failureBudget: budget(2, strict) }]).run()
  expect(ran.state.head.charged).toBe(most)
})

it('rule: percent', () => {
  expect(resolveAmount('10%', 7, 'budget')).toBe(0)
  expect(resolveAmount('10%', 7, 'concurrency')).toBe(1)
  expect(resolveAmount('30%', 7, 'concurrency')).toBe(2)
  expect(resolveAmount('10%', 7, 'take')).toBe(1)
  expect(resolveAmount('50%', 7, 'step')).toBe(4)
  expect(describeAmount('10%', 7)).toBe('10% of 7 = 0')
  const ran = world([{ size: 7, maxInFlight: '30%', failureBudget: budget('30%') }]).run()
  expect(ran.state.phases[0]?.resolved).toMatchObject({ maxInFlight: 2 })
  expect(ran.state.head.pauseDetail).toContain('2 are tolerated')
})

it('rule: both a number and a percent', () => {
  expect(resolveAmount([5, '10%'], 20, 'concurrency')).toBe(2)
  expect(resolveAmount([5, '10%'], 200, 'concurrency')).toBe(5)
})

it.each([
  ['maxInFlight', '101%', /101% is out of range, the largest is 100%/],
  ['maxInFlight', -1, /-1 is out of range/],
  ['take', 1.5, /whole number or a share/],
])('rule: out of range values (%s: %s)', (key, value, words) => {
  const { problems } = readPolicy(
    JSON.stringify({
      apiVersion: 'upgrader/v1',
      kind: 'Policy',
      metadata: { name: 'p' },
      spec: { phases: [{ id: 'a', select: 'true', [key]: value }] },
    }),
  )
  expect(problems).toMatchObject([
    { path: ['spec', 'phases', '0', key], message: expect.stringMatching(words) },
  ])
})

it('rule: resume after a budget trip', () => {
  const ran = world([{ ...one, failureBudget: budget(0) }]).run()
  const go = { type: 'resume', reason: null, userId: 9 } as const
  expect(() => ran.send({ ...go, acknowledge: null })).toThrow(/acknowledge 1/)
  ran.send({ ...go, acknowledge: 1 }).run()
  expect(ran.state.head).toMatchObject({ state: 'paused', charged: 2, acknowledged: 1 })
  // What was consumed stays consumed: a budget of one has none left after two, whoever answers for them.
  const more = world([{ ...one, failureBudget: budget(1) }]).run()
  expect(more.state.head.charged).toBe(2)
  more.send({ ...go, acknowledge: 2 }).run()
  expect(more.state.head).toMatchObject({ state: 'paused', charged: 3, acknowledged: 2 })
})

it('rule: statistical stop', () => {
  const stop = { falseAlarm: 0.01, baseline: 0.02 }
  const ran = world([{ size: 100, maxInFlight: 5, stop, failureBudget: budget(90) }]).run()
  expect(ran.state.head).toMatchObject({ state: 'paused', pauseCause: 'guard' })
  expect(ran.state.head.charged).toBeLessThan(12)
})
