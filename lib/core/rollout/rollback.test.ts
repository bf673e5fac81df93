import { describe, expect, it } from 'vitest'
import { questionOf } from '@/lib/testing/engine/question'
import { explain } from './explain'
import { all, back, fails, revertFails, reverts, roll, world } from './rollback-kit'
import { type Outside, succeeds, works } from './rollout-kit'

describe('a rollback of the whole rollout', () => {
  it('takes back the last phase first, and in it who came to rest last', () => {
    const one = world([
      { size: 3, maxInFlight: 1 },
      { size: 2, maxInFlight: 1 },
    ]).run()
    roll(one).run()
    expect(reverts(one)).toEqual(['c1-1', 'c1-0', 'c0-2', 'c0-1', 'c0-0'])
    expect(one.state.head.state).toBe('rolled_back')
    expect(one.count('reverted')).toBe(5)
  })

  it('keeps a phase back while one that came after it is being taken back, and takes parallel ones back together', () => {
    const one = world([{ size: 2 }, { id: 'left', size: 1 }, { id: 'right', after: ['p0'], size: 1 }]).run()
    roll(one).run()
    const order = reverts(one)
    expect(order.slice(0, 2).sort()).toEqual(['c1-0', 'c2-0'])
    expect(order.slice(2).sort()).toEqual(['c0-0', 'c0-1'])
  })

  it('cancels what has not begun, and lets what is in flight come to rest before anything turns back', () => {
    const one = world([{ size: 4, maxInFlight: 2 }]).after(1_500)
    expect(one.count('applying')).toBe(2)
    roll(one).run()
    const turned = one.log.findIndex(({ type }) => type === 'target.revert_started')
    const rested = one.types().lastIndexOf('target.succeeded')
    expect(rested).toBeLessThan(turned)
    expect(one.state.phases[0]?.counts).toMatchObject({ reverted: 4 })
    expect(one.state.head.state).toBe('rolled_back')
  })

  it('cancels what is in flight when asked to, and takes it back as well', () => {
    const endless: Outside = ({ kind, step }) =>
      step === 'apply' && kind === 'cancel'
        ? { after: 100, answer: { kind: 'cancel', confirmed: true, message: null } }
        : step === 'apply'
          ? { after: 100, answer: { kind: 'accepted', operationId: 'op', pollAfterMs: 500_000 } }
          : { after: 100, answer: succeeds }
    const one = world([{ size: 3, maxInFlight: 1 }], back(), endless).after(1_000)
    roll(one, { cancelInFlight: true }).run()
    expect(one.state.phases[0]?.counts).toMatchObject({ reverted: 1, cancelled: 2 })
    expect(one.state.head.state).toBe('rolled_back')
  })

  it('takes back what has failed, and what was retried after it, but nothing that was not touched', () => {
    const one = world([{ size: 3 }, { size: 2 }], back(), fails('c0-1')).after(1_500)
    one.send({ type: 'pause', reason: null }).after(3_000)
    one.send({ type: 'retry', userId: 9 }, [one.target('c0-1')])
    expect(one.target('c0-1').state).toBe('pending')
    const untouched = all(one).filter(({ generation }) => generation === 0)
    roll(one).run()
    expect(one.target('c0-1').state).toBe('reverted')
    expect(untouched.every(({ state }) => state === 'cancelled' || state === 'reverted')).toBe(true)
    expect(one.starts.filter(({ target }) => target.state === 'cancelled')).toEqual([])
  })

  it('makes its own attempts: another key, retries with backoff, and no retry of the way there', () => {
    let tries = 0
    const flaky: Outside = ({ step, kind }) => {
      if (step !== 'revert' || kind !== 'start') return { after: 1_000, answer: succeeds }
      tries += 1
      return { after: 1_000, answer: tries < 3 ? { kind: 'failed', message: 'busy' } : succeeds }
    }
    const retry = { attempts: 3, backoffMs: 1_000, maxBackoffMs: 60_000 }
    const one = world([{ size: 1 }], back({ retry }), flaky).run()
    roll(one).run()
    expect(one.ended.map(({ step, number, outcome }) => [step, number, outcome])).toEqual([
      ['apply', 1, 'succeeded'],
      ['revert', 1, 'failed'],
      ['revert', 2, 'failed'],
      ['revert', 3, 'succeeded'],
    ])
    expect(new Set(one.ended.map(({ generation }) => generation)).size).toBe(4)
  })

  it('ends as failed when something could not be taken back, which can be tried again', () => {
    const one = world([{ size: 2 }], back(), revertFails).run()
    roll(one).run()
    expect(one.state.head.state).toBe('failed')
    expect(one.count('revert_failed')).toBe(2)
    one.outside = works
    one.send({ type: 'retry', userId: 9 }, [one.target('c0-0')]).run()
    expect(one.state.head.state).toBe('failed')
    expect(one.count('revert_failed')).toBe(1)
    one.send({ type: 'retry', userId: 9 }, [one.target('c0-1')]).run()
    expect(one.state.head.state).toBe('rolled_back')
  })

  it('can be paused, resumed and aborted: what is on its way back comes to rest', () => {
    const one = world([{ size: 8, maxInFlight: 1 }]).run()
    roll(one).after(1_500)
    one.send({ type: 'pause', reason: 'look' }).run()
    expect(one.state.head).toMatchObject({ state: 'paused', rollback: 'whole' })
    expect(one.count('reverting')).toBe(0)
    const reverted = one.count('reverted')
    expect(reverted).toBeGreaterThan(0)
    expect(reverted).toBeLessThan(4)
    one.send({ type: 'resume', reason: null, acknowledge: null, userId: 9 }).after(1_500)
    expect(one.state.head.state).toBe('rolling_back')
    one.send({ type: 'abort', reason: null, cancelInFlight: false }).run()
    expect(one.state.head).toMatchObject({ state: 'aborted', rollback: null })
    expect(one.count('reverting')).toBe(0)
    const left = one.count('succeeded')
    expect(left).toBeGreaterThan(0)
    roll(one).run()
    expect(one.state.head.state).toBe('rolled_back')
  })

  it('pauses by a failure budget of the way back, and needs its failures acknowledged', () => {
    const failureBudget = { max: 1, onExhausted: 'abort', strict: true } as const
    const one = world([{ size: 5, failureBudget }], back(), revertFails).run()
    roll(one).run()
    expect(one.state.head).toMatchObject({ state: 'paused', pauseCause: 'budget', rollback: 'whole' })
    expect(one.count('revert_failed')).toBe(2)
    const resume = { type: 'resume', reason: null, userId: 9 } as const
    expect(() => one.send({ ...resume, acknowledge: null })).toThrow(/acknowledge 2/)
    expect(() => one.send({ ...resume, acknowledge: 1 })).toThrow(/stale/)
    one.outside = works
    one.send({ ...resume, acknowledge: 2 }).run()
    expect(one.state.head.state).toBe('failed')
    expect(one.count('reverted')).toBe(3)
  })

  it('keeps spreads on the way back', () => {
    const phase = { size: 6, regions: ['a', 'b'], spread: [{ by: 'region', maxInFlight: 1 }] }
    const one = world([phase]).run()
    let most = 0
    one.onTurn = () => {
      most = Math.max(
        most,
        ...['a', 'b'].map(
          (region) => all(one).filter((t) => t.state === 'reverting' && t.facts.region === region).length,
        ),
      )
    }
    roll(one).run()
    expect(most).toBe(1)
    expect(one.count('reverted')).toBe(6)
  })

  it('waits for a cluster that another rollout has in flight, and takes the others back meanwhile', () => {
    const one = world([{ size: 3, maxInFlight: 1 }]).run()
    const free = one.verdict
    const hindrance = { kind: 'lease', message: 'rollout 7 has it', until: null } as const
    one.verdict = (target, at) =>
      target.cluster === 'c0-2' ? { at, kind: 'wait', hindrance } : free(target, at)
    roll(one).after(10_000)
    expect(one.count('reverted')).toBe(2)
    one.verdict = free
    one.run()
    expect(one.state.head.state).toBe('rolled_back')
  })

  it('leaves a cluster that is gone from the fleet, and is done without it', () => {
    const one = world([{ size: 2 }]).run()
    const free = one.verdict
    one.verdict = (target, at) =>
      target.cluster === 'c0-0' ? { at, kind: 'skip', reason: 'gone', message: 'removed' } : free(target, at)
    roll(one).run()
    expect(one.target('c0-0')).toMatchObject({ state: 'succeeded', reason: 'gone' })
    expect(one.state.head.state).toBe('rolled_back')
  })

  it('goes on after a crash in the middle, with no step back made twice', () => {
    const one = world([{ size: 5, maxInFlight: 2 }]).run()
    roll(one)
    for (let i = 0; i < 6; i++) {
      one.after(700)
      one.reload(true)
    }
    one.run()
    expect(one.state.head.state).toBe('rolled_back')
    const started = reverts(one)
    expect(new Set(started).size).toBe(started.length)
  })
})

describe('a budget that rolls back', () => {
  const failureBudget = { max: 0, onExhausted: 'rollback', strict: false } as const

  it('does so by itself', () => {
    const one = world([{ size: 6, maxInFlight: 2, failureBudget }], back(), fails('c0-2')).run()
    expect(one.types()).toContain('rollout.rolling_back')
    expect(one.state.head.state).toBe('rolled_back')
    expect(one.state.phases[0]?.counts).toMatchObject({ reverted: 4, cancelled: 2 })
  })

  it('pauses where nothing can be taken back', () => {
    const one = world([{ size: 3, failureBudget }], { revert: null }, fails('c0-0')).run()
    expect(one.state.head).toMatchObject({ state: 'paused', pauseCause: 'budget' })
  })
})

it('says why a target that is to be taken back waits', () => {
  const one = world([{ size: 2, maxInFlight: 1 }, { size: 1 }]).run()
  roll(one).after(500)
  const why = (name: string) => explain(questionOf(one, one.target(name)))[0]
  expect(why('c0-0')).toMatchObject({ kind: 'phase', message: expect.stringContaining('“Phase 1”') })
  one.after(1_000)
  expect([why('c0-0')?.kind, why('c0-1')?.kind]).toContain('slot')
})
