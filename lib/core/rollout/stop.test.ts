import { describe, expect, it } from 'vitest'
import { makeRollout, type Outside, succeeds, World } from './rollout-kit'
import { phaseStop, rolloutStop } from './stop'

const stop = { falseAlarm: 0.01, baseline: 0.02 }
const budget = { max: 90, onExhausted: 'pause', strict: false } as const
const fails = { kind: 'failed', message: 'broken' } as const

/** Every n-th call fails. */
const everyNth = (n: number): Outside => {
  let call = 0
  return () => ({ after: 1_000, answer: ++call % n === 0 ? fails : succeeds })
}
const world = (outside: Outside, more: object = {}, maxInFlight = 5) =>
  new World(
    makeRollout({ phases: [{ size: 100, maxInFlight, stop, failureBudget: budget, ...more }] }),
    outside,
  )

describe('a statistical stop', () => {
  it('pauses long before the budget when half of the targets fail', () => {
    const ran = world(everyNth(2)).run()
    const { head } = ran.state
    expect(head).toMatchObject({ state: 'paused', pauseCause: 'guard' })
    expect(head.pauseDetail).toMatch(/statistical stop: \d+ of \d+ clusters have failed in phase p0/)
    expect(head.charged).toBeLessThan(10)
    const fired = ran.log.find(({ type }) => type === 'stop.fired')
    expect(fired).toMatchObject({ data: { baseline: 0.02, falseAlarm: 0.01 } })
  })

  it('leaves a rollout alone in which no more fail than expected', () => {
    const ran = world(everyNth(50)).run()
    expect(ran.state.head).toMatchObject({ state: 'succeeded_with_failures', charged: 2 })
    expect(ran.types()).not.toContain('stop.fired')
  })

  it('never lets more fail than the hard budget does, and the budget is named when it is first', () => {
    const ran = world(everyNth(1), { failureBudget: { ...budget, max: 1 } }).run()
    expect(ran.state.head.pauseCause).toBe('budget')
  })

  it('over the whole rollout it adds up what single phases do not show', () => {
    const loaded = makeRollout({
      phases: Array.from({ length: 8 }, () => ({ size: 4, maxInFlight: 1, failureBudget: budget })),
    })
    const { rules } = loaded.head
    Object.assign(rules, { policy: { ...rules.policy, stop } })
    const ran = new World(loaded, everyNth(4)).run()
    expect(ran.state.head.pauseCause).toBe('guard')
    expect(ran.state.head.pauseDetail).toContain('in the rollout')
  })

  it('goes on only when the failures are accepted; these count no more, new ones do', () => {
    const ran = world(everyNth(2)).run()
    const { charged } = ran.state.head
    const resume = (acknowledge: number | null) =>
      ran.send({ type: 'resume', reason: null, acknowledge, userId: 9 })
    expect(() => resume(null)).toThrow(/A statistical stop has fired.*acknowledge/)
    resume(charged)
    expect(phaseStop(ran.state.phases[0] as never)?.failures).toBe(0)
    ran.run()
    expect(ran.state.head).toMatchObject({ state: 'paused', pauseCause: 'guard' })
    expect(ran.state.head.charged).toBeGreaterThan(charged)
  })

  it('a crash in between changes nothing: it follows from what is durable', () => {
    const one = world(everyNth(3))
    const other = world(everyNth(3))
    one.run()
    other.run(2_500)
    other.reload()
    other.run()
    expect(other.state.head.pauseDetail).toBe(one.state.head.pauseDetail)
  })

  it('targets in flight count as not failed: early failures do not fire it by being quick', () => {
    // All are started at once; the two that fail are the first to end.
    const quick: Outside = ({ target }) =>
      target.position < 2 ? { after: 1_000, answer: fails } : { after: 60_000, answer: succeeds }
    const ran = world(quick, {}, 100).run(30_000)
    expect(ran.state.head.state).toBe('running')
    expect(phaseStop(ran.state.phases[0] as never)).toMatchObject({ trials: 100, failures: 2 })
    expect(rolloutStop(ran.state)).toBeNull()
  })

  it('a failure that was retried and worked does not count', () => {
    const ran = world(everyNth(50)).run()
    const failed = [...ran.state.targets.values()].filter(({ state }) => state === 'failed')
    ran.outside = () => ({ after: 1_000, answer: succeeds })
    ran.send({ type: 'retry', userId: 9 }, failed).run()
    expect(phaseStop(ran.state.phases[0] as never)).toMatchObject({ trials: 100, failures: 0 })
  })
})
