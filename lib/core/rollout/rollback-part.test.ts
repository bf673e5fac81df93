import { describe, expect, it } from 'vitest'
import { all, back, fails, part, revertFails, reverts, roll, world } from './rollback-kit'
import { type Outside, succeeds, verifyCheck, works } from './rollout-kit'

describe('a rollback of chosen clusters', () => {
  it('leaves the others, and waits for a person where there is more to do', () => {
    const one = world([{ size: 4, maxInFlight: 1 }]).after(2_500)
    one.send({ type: 'pause', reason: null }).run()
    const pending = one.count('pending')
    expect(pending).toBeGreaterThan(0)
    one.send(part, [one.target('c0-0')]).run()
    expect(one.target('c0-0').state).toBe('reverted')
    expect(one.state.head).toMatchObject({ state: 'paused', pauseCause: 'manual', rollback: null })
    expect(one.count('pending')).toBe(pending)
    one.send({ type: 'resume', reason: null, acknowledge: null, userId: 9 }).run()
    expect(one.state.head.state).toBe('succeeded_with_failures')
    expect(one.count('succeeded')).toBe(3)
  })

  it('of a finished rollout ends as its targets tell, and as rolled back once nothing is left', () => {
    const one = world([{ size: 2 }]).run()
    one.send(part, [one.target('c0-0')]).run()
    expect(one.state.head.state).toBe('succeeded_with_failures')
    one.send(part, [one.target('c0-1')]).run()
    expect(one.state.head.state).toBe('rolled_back')
  })

  it('after an abort is not rolled back as long as a cluster that was cancelled in flight is left as it is', () => {
    const outside: Outside = ({ target, kind, step }) => {
      if (kind === 'cancel') return { after: 0, answer: { kind: 'cancel', confirmed: true, message: null } }
      const stays = target.cluster === 'c0-1' && step === 'apply'
      return stays
        ? { after: 0, answer: { kind: 'accepted', operationId: 'x', pollAfterMs: 3_600_000 } }
        : { after: 1_000, answer: succeeds }
    }
    const one = world([{ size: 2 }], back(), outside).after(2_000)
    one.send({ type: 'abort', reason: null, cancelInFlight: true }).run()
    expect(one.target('c0-1').state).toBe('cancelled')
    one.send(part, [one.target('c0-0')]).run()
    expect(one.target('c0-0').state).toBe('reverted')
    expect(one.state.head.state).toBe('failed')
    roll(one).run()
    expect(one.state.head.state).toBe('rolled_back')
  })

  it('lets one in flight come to rest first, and does not try it again', () => {
    const retry = { attempts: 5, backoffMs: 1_000, maxBackoffMs: 1_000 }
    const one = world([{ size: 2, maxInFlight: 1 }], back({ retry }), fails('c0-0')).after(500)
    one.send(part, [one.target('c0-0')]).run()
    expect(one.target('c0-0').state).toBe('reverted')
    expect(one.starts.filter(({ target }) => target.cluster === 'c0-0')).toHaveLength(2)
    expect(one.state.head.state).toBe('paused')
  })

  it('is widened to the whole, but not asked for twice', () => {
    const one = world([{ size: 4, maxInFlight: 1 }]).run()
    one.send(part, [one.target('c0-3')])
    expect(() => one.send(part, [one.target('c0-3')])).toThrow(/already/)
    roll(one).run()
    expect(one.state.head.state).toBe('rolled_back')
    expect(one.count('reverted')).toBe(4)
  })
})

describe('a rollback of chosen clusters while all are taken back', () => {
  it('gives these alone another try, and says so in the log; it stays one of all', () => {
    const failureBudget = { max: 5, onExhausted: 'pause', strict: false } as const
    const one = world([{ size: 3, maxInFlight: 1, failureBudget }], back(), revertFails).run()
    roll(one).after(2_500)
    expect(one.count('revert_failed')).toBe(2)
    one.outside = works
    one.send({ ...part, cancelInFlight: true }, [one.target('c0-2')])
    const ordered = one.log.flatMap((change) => (change.type === 'rollout.rolling_back' ? [change.data] : []))
    expect(ordered.map(({ targets }) => targets)).toEqual([null, [one.target('c0-2').id]])
    expect(one.state.head.rollback).toBe('whole')
    one.run()
    expect(all(one).map(({ state }) => state)).toEqual([expect.any(String), 'revert_failed', 'reverted'])
    expect(reverts(one).filter((cluster) => cluster === 'c0-1')).toHaveLength(1)
  })
})

describe('past the point of no return', () => {
  it('after the apply, a whole rollback leaves what has passed it, and a named one is refused', () => {
    const operation = back({ verify: [verifyCheck], irreversibleAfter: 'apply' })
    const one = world([{ size: 3 }], operation, ({ target, step }) => ({
      after: 1_000,
      answer: step === 'apply' && target.cluster === 'c0-0' ? { kind: 'failed', message: 'x' } : succeeds,
    })).run()
    expect(() => one.send(part, [one.target('c0-1')])).toThrow(/c0-1: Its apply has been carried out/)
    roll(one).run()
    expect(one.state.phases[0]?.counts).toMatchObject({ reverted: 1, succeeded: 2 })
    expect(one.state.head.state).toBe('failed')
  })

  it('after the checks, one that did not pass them can be taken back', () => {
    const operation = back({ verify: [verifyCheck], irreversibleAfter: 'verify' })
    const one = world([{ size: 2 }], operation, ({ target, step }) => ({
      after: 1_000,
      answer: step === 'verify' && target.cluster === 'c0-0' ? { kind: 'failed', message: 'x' } : succeeds,
    })).run()
    roll(one).run()
    expect(one.target('c0-0').state).toBe('reverted')
    expect(one.target('c0-1')).toMatchObject({ state: 'succeeded', pastReturn: true })
  })

  it('leaves what passes it in the end, though the rollback had begun before', () => {
    const one = world([{ size: 3, maxInFlight: 1 }], back({ irreversibleAfter: 'verify' })).after(500)
    roll(one).run()
    expect(one.target('c0-0')).toMatchObject({ state: 'succeeded', pastReturn: true })
    expect([reverts(one), one.state.head.state]).toEqual([[], 'failed'])
  })

  it('an apply that was lost may have passed it; and when all have, the rollback is refused', () => {
    const operation = back({ irreversibleAfter: 'apply' })
    const lost: Outside = () => ({ after: 1_000, answer: { kind: 'lost', message: 'gone' } })
    const one = world([{ size: 1 }], operation, lost).run()
    expect(one.state.head.state).toBe('failed')
    expect(() => roll(one)).toThrow(/past the point of no return: c0-0/)
  })
})
