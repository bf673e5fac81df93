import { describe, expect, it } from 'vitest'
import { budget, failing } from './decide-kit'
import { makeRollout, succeeds, verifyCheck, World, works } from './rollout-kit'
import { attemptKey } from './state'

describe('a rollout without trouble', () => {
  it('takes every target through apply to success, and succeeds', () => {
    const world = new World(makeRollout({ phases: [{ size: 3 }] })).run()
    expect(world.state.head.state).toBe('succeeded')
    expect(world.count('succeeded')).toBe(3)
    expect(world.starts).toHaveLength(3)
  })

  it('verifies after the apply when the operation has checks', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 1 }], operation: { verify: [verifyCheck] } }),
    ).run()
    expect(world.types()).toEqual([
      'phase.started',
      'target.started',
      'target.verifying',
      'target.succeeded',
      'phase.succeeded',
      'rollout.succeeded',
    ])
    expect(world.ended.map(({ step, generation }) => [step, generation])).toEqual([
      ['apply', 1],
      ['verify', 2],
    ])
  })

  it('has nothing to do when no phase has targets, and says so', () => {
    const world = new World(makeRollout({ phases: [{ size: 0 }, { size: 0 }] })).run()
    expect(world.state.head.state).toBe('nothing_to_do')
    expect(world.state.phases.map(({ state }) => state)).toEqual(['skipped', 'skipped'])
  })

  it('keeps the stored order within the limit', () => {
    const world = new World(makeRollout({ phases: [{ size: 6, maxInFlight: 2 }] })).run()
    expect(world.starts.map(({ target }) => target.position)).toEqual([0, 1, 2, 3, 4, 5])
    expect(world.starts.map(({ at }) => at)).toEqual([0, 0, 1_000, 1_000, 2_000, 2_000])
  })
})

describe('a look at the cluster just before the start', () => {
  it('skips what needs nothing any more, using neither slot nor budget', () => {
    const world = new World(makeRollout({ phases: [{ size: 3, failureBudget: budget(0) }] }))
    world.verdict = (target, at) =>
      target.position === 1
        ? { at, kind: 'skip', reason: 'satisfied', message: 'is at 4.0.0' }
        : { at, kind: 'go', previous: null }
    world.run()
    expect(world.target('c0-1')).toMatchObject({ state: 'skipped', reason: 'satisfied' })
    expect(world.state.head.state).toBe('succeeded')
  })

  it('sets aside what somebody else holds, lets others pass, and comes back', () => {
    const world = new World(makeRollout({ phases: [{ size: 3, maxInFlight: 1 }] }))
    world.verdict = (target, at) =>
      target.position === 0 && at < 10_000
        ? { at, kind: 'wait', hindrance: { kind: 'lease', message: 'held by rollout 7', until: null } }
        : { at, kind: 'go', previous: null }
    world.run()
    expect(world.starts.map(({ target }) => target.position)).toEqual([1, 2, 0])
    expect(world.starts[2]?.at).toBeLessThan(11_500)
  })

  it('records what is found before the first try: what a later one finds may be its own work', () => {
    const world = new World(makeRollout({ phases: [{ size: 1 }] }), failing('c0-0'))
    const finds = (version: string) => {
      world.verdict = (_, at) => ({ at, kind: 'go', previous: { version } })
    }
    finds('3.8.0')
    world.run()
    finds('4.0.0')
    world.outside = works
    world.send({ type: 'retry', userId: 9 }, [world.target('c0-0')]).run()
    expect(world.target('c0-0')).toMatchObject({ state: 'succeeded', previous: { version: '3.8.0' } })
  })

  it('does not count once it is older than a second', () => {
    const world = new World(makeRollout({ phases: [{ size: 4, maxInFlight: 1 }] }))
    const lookedAt = new Map<number, number>()
    world.verdict = (target, at) => {
      lookedAt.set(target.id, at)
      return { at, kind: 'go', previous: null }
    }
    world.outside = () => ({ after: 60_000, answer: succeeds })
    world.run()
    for (const { target, at } of world.starts) {
      expect(at - (lookedAt.get(target.id) ?? 0)).toBeLessThanOrEqual(1_000)
    }
    expect(world.starts).toHaveLength(4)
  })
})

describe('after a crash', () => {
  it('the key of an attempt is the same as before, and no other attempt has it', () => {
    const { head } = makeRollout({ phases: [{ size: 1 }] })
    const key = attemptKey({ ...head }, 7, 'apply', 2)
    expect(attemptKey(head, 7, 'apply', 2)).toBe(key)
    const others = [
      attemptKey(head, 7, 'revert', 2),
      attemptKey(head, 7, 'apply', 3),
      attemptKey(head, 8, 'apply', 2),
      attemptKey({ ...head, id: 2 }, 7, 'apply', 2),
      attemptKey({ ...head, createdAt: 1 }, 7, 'apply', 2),
    ]
    expect(new Set([key, ...others]).size).toBe(6)
  })

  it('a start without an answer is sent again with the same generation, at once', () => {
    const world = new World(makeRollout({ phases: [{ size: 1 }] }), () => null).run(5_000)
    world.outside = works
    world.reload(true)
    world.run()
    expect(world.starts.map(({ generation }) => generation)).toEqual([1, 1])
    expect(world.state.head.state).toBe('succeeded')
  })

  it('what was accepted is observed, never started again', () => {
    const world = new World(makeRollout({ phases: [{ size: 1 }] }), ({ kind }) =>
      kind === 'start'
        ? { after: 0, answer: { kind: 'accepted', operationId: 'x', pollAfterMs: 5_000 } }
        : null,
    ).run(6_000)
    world.outside = works
    world.reload(true)
    world.run()
    expect(world.starts).toHaveLength(1)
    expect(world.state.head.state).toBe('succeeded')
  })

  it('a start without an answer is not sent again while paused', () => {
    const world = new World(makeRollout({ phases: [{ size: 1 }] }), () => null).run(5_000)
    world.send({ type: 'pause', reason: null })
    world.reload(true)
    world.run(3_600_000)
    expect(world.starts).toHaveLength(1)
  })
})
