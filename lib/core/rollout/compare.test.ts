import { describe, expect, it } from 'vitest'
import type { Target } from './model'
import { makeRollout, type Outside, type PhaseSketch, succeeds, verifyCheck, World } from './rollout-kit'
import { phaseStop } from './stop'

const stop = { falseAlarm: 0.01, check: 'healthy', baseline: null }
const budget = { max: 90, onExhausted: 'pause', strict: false } as const
const world = (more: Partial<PhaseSketch> = {}, outside?: Outside) =>
  new World(
    makeRollout({
      phases: [{ size: 100, maxInFlight: 2, stop, failureBudget: budget, ...more }],
      operation: { verify: [verifyCheck] },
    }),
    outside,
  )
const wasTouched = ({ generation }: Target) => generation > 0
const stopOf = (one: World) => phaseStop(one.state.phases[0] as never)
const comparedIn = (one: World) =>
  one.log.flatMap((change) => (change.type === 'stop.compared' ? [change.data] : []))
/** Upgraded clusters fail the check, those that wait pass it. */
const harmful = (target: Target) => (wasTouched(target) ? 'fail' : 'pass')

describe('a statistical stop on a check', () => {
  it('pauses when upgraded clusters fail it and waiting ones do not, long before the budget', () => {
    const one = world()
    one.compares = harmful
    one.run()
    expect(one.state.head).toMatchObject({ state: 'paused', pauseCause: 'guard', charged: 0 })
    expect(one.state.head.pauseDetail).toMatch(
      /^statistical stop: \d of \d upgraded clusters fail healthy in phase p0, more than clusters that wait/,
    )
    expect(one.count('succeeded')).toBeLessThan(10)
    const fired = one.log.find(({ type }) => type === 'stop.fired')
    expect(fired).toMatchObject({ data: { check: 'healthy', baseline: null, falseAlarm: 0.01 } })
  })

  it('goes on when waiting clusters fail it as well: that is not the upgrade', () => {
    const one = world()
    one.compares = () => 'fail'
    expect(one.run().state.head.state).toBe('succeeded')
    expect(stopOf(one)).toMatchObject({ evidence: 1, check: 'healthy' })
    expect(stopOf(one)?.failures).toBeGreaterThan(10)
  })

  it.each<[string, (target: Target) => 'fail' | 'unknown' | 'pass']>([
    ['the upgraded', (target) => (wasTouched(target) ? 'unknown' : 'pass')],
    ['the waiting', (target) => (wasTouched(target) ? 'fail' : 'unknown')],
  ])('takes what cannot be seen of %s for no evidence', (_, compares) => {
    const one = world()
    one.compares = compares
    expect(one.run().state.head.state).toBe('succeeded')
    expect(comparedIn(one)).toEqual([])
  })

  it('lets each waiting cluster serve once, and compares none that has served', () => {
    const one = world()
    const served = new Map<string, number>()
    one.compares = (target) => {
      if (!wasTouched(target)) served.set(target.cluster, (served.get(target.cluster) ?? 0) + 1)
      return 'pass'
    }
    one.run()
    expect([...served.values()].every((times) => times === 1)).toBe(true)
    const compared = comparedIn(one)
    expect(compared.length).toBeGreaterThan(15)
    for (const { cluster } of compared) expect(served.has(cluster)).toBe(false)
    expect(compared.every(({ waiting }) => waiting <= 4)).toBe(true)
  })

  it('goes on only when what it saw is accepted, and begins anew', () => {
    const one = world()
    one.compares = harmful
    one.run()
    const resume = (acknowledge: number | null) =>
      one.send({ type: 'resume', reason: null, acknowledge, userId: 9 })
    expect(() => resume(null)).toThrow('conflict: A statistical stop has fired')
    resume(0)
    expect(stopOf(one)).toMatchObject({ trials: 0, failures: 0, evidence: 1 })
    expect(one.run().state.head).toMatchObject({ state: 'paused', pauseCause: 'guard' })
    const second = comparedIn(one)
    expect(Math.min(...second.map(({ from }) => from))).toBe(second.at(-1)?.from)
  })

  it('is inside the hard budget, which is named when it is first', () => {
    const one = world({ failureBudget: { ...budget, max: 1 } }, ({ step }) => ({
      after: 1_000,
      answer: step === 'verify' ? { kind: 'failed', message: 'red' } : succeeds,
    }))
    one.compares = harmful
    expect(one.run().state.head.pauseCause).toBe('budget')
  })

  it('loses nothing by a command in between, and nothing but what is under way in a crash', () => {
    const [plain, commanded, crashed] = [world(), world(), world()]
    for (const one of [plain, commanded, crashed]) one.compares = harmful
    plain.run()
    for (let at = 1_500; at < 6_000; at += 1_500) {
      commanded.run(at).reload()
      crashed.run(at).reload(true)
    }
    commanded.run()
    expect(commanded.state.head.pauseDetail).toBe(plain.state.head.pauseDetail)
    expect(crashed.run().state.head.state).toBe('paused')
  })
})
