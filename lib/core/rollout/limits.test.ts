import { describe, expect, it } from 'vitest'
import { budget, failing } from './decide-kit'
import { makeRollout, succeeds, verifyCheck, World } from './rollout-kit'

describe('limits', () => {
  it('keep the spread, without one full region blocking the others', () => {
    const world = new World(
      makeRollout({
        phases: [
          { size: 6, regions: ['a', 'a', 'b'], spread: [{ by: 'region', maxInFlight: 1 }], maxInFlight: 3 },
        ],
      }),
    ).run(0)
    expect(world.starts.map(({ target }) => target.cluster)).toEqual(['c0-0', 'c0-2'])
    world.run()
    expect(world.count('succeeded')).toBe(6)
  })

  it('take the share of a spread over the clusters of each value', () => {
    const regions = ['a', 'a', 'b', 'a', 'a', 'b']
    const spread = [{ by: 'region', maxInFlight: '50%' as const }]
    const world = new World(makeRollout({ phases: [{ size: 6, regions, spread }] })).run(0)
    expect(world.starts.map(({ target }) => target.facts.region).sort()).toEqual(['a', 'a', 'b'])
  })

  it('count a target until its checks have passed, also after a crash', () => {
    const world = new World(
      makeRollout({
        phases: [
          { size: 6, regions: ['a', 'a', 'b'], spread: [{ by: 'region', maxInFlight: 1 }] },
          { size: 2, maxInFlight: 1, after: [] },
        ],
        operation: { verify: [verifyCheck] },
      }),
      ({ kind }) => (kind === 'start' ? { after: 0, answer: succeeds } : null),
    ).run(5_000)
    expect(world.starts.map(({ target }) => target.cluster).sort()).toEqual(['c0-0', 'c0-2', 'c1-0'])
    expect(world.count('verifying')).toBe(3)
    world.reload(true)
    expect(world.run(10_000).starts).toHaveLength(3)
  })

  it('with a strict budget never have more in flight than may still fail, plus one', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 10, failureBudget: budget(1, 'pause', true) }] }),
      () => ({ after: 1_000, answer: { kind: 'failed', message: 'no' } }),
    ).run()
    expect(world.starts).toHaveLength(2)
    expect(world.state.head.state).toBe('paused')
  })
})

describe('failure budgets', () => {
  it('tolerate max failures and trip on the next, naming whose budget it was', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 5, maxInFlight: 1, failureBudget: budget(1) }] }),
      failing('c0-0', 'c0-1'),
    ).run()
    expect(world.state.head).toMatchObject({
      state: 'paused',
      pauseCause: 'budget',
      pauseDetail: '2 clusters have failed in phase p0, 1 is tolerated',
    })
    expect(world.starts).toHaveLength(2)
  })

  it('let what is in flight finish, and count its failures as after the trip', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 4, maxInFlight: 3 }], failureBudget: budget(0) }),
      ({ target }) => ({ after: 1_000 + target.position, answer: { kind: 'failed', message: 'no' } }),
    ).run()
    const failed = world.log.filter(({ type }) => type === 'target.failed')
    expect(failed.map((change) => 'data' in change && change.data && 'afterTrip' in change.data)).toEqual([
      false,
      true,
      true,
    ])
    expect(world.state.head.charged).toBe(3)
  })

  it('abort when they say so', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 5, maxInFlight: 1, failureBudget: budget(0, 'abort') }, { size: 2 }] }),
      failing('c0-0'),
    ).run()
    expect(world.state.head.state).toBe('aborted')
    expect(world.count('cancelled')).toBe(6)
    expect(world.state.phases.map(({ state }) => state)).toEqual(['aborted', 'aborted'])
  })

  it('abort also while somebody has paused, when what was in flight fails', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 5, maxInFlight: 1, failureBudget: budget(0, 'abort') }] }),
      failing('c0-0'),
    ).run(500)
    expect(world.send({ type: 'pause', reason: null }).run().state.head.state).toBe('aborted')
  })

  it('over the whole rollout and strict count what all phases have in flight', () => {
    const side = { size: 5, after: [] }
    const world = new World(
      makeRollout({ phases: [side, side], failureBudget: budget(1, 'pause', true) }),
      () => ({ after: 1_000, answer: { kind: 'failed', message: 'no' } }),
    ).run()
    expect(world.starts).toHaveLength(2)
    expect(world.state.head).toMatchObject({ state: 'paused', charged: 2 })
  })

  it('keep back what would have been tried again in the very moment in which they trip', () => {
    const retry = { attempts: 2, backoffMs: 0, maxBackoffMs: 0 }
    const world = new World(
      makeRollout({
        phases: [{ size: 2 }],
        failureBudget: budget(0),
        operation: { retry, verify: [verifyCheck] },
      }),
      ({ target, kind }) =>
        target.cluster === 'c0-0'
          ? { after: 2_000, answer: { kind: 'failed', message: 'no' } }
          : { after: 1_000, answer: kind === 'start' ? succeeds : { kind: 'failed', message: 'unwell' } },
    ).run()
    expect(world.state.head).toMatchObject({ state: 'paused', charged: 1 })
    expect(world.target('c0-0')).toMatchObject({ state: 'applying', generation: 2 })
    expect(world.starts.map(({ generation }) => generation)).toEqual([1, 1])
  })

  it('need the exact number of failures to be acknowledged, and trip again at the next one', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 5, maxInFlight: 1, failureBudget: budget(0) }] }),
      failing('c0-0', 'c0-2'),
    ).run()
    const go = { type: 'resume', reason: null, userId: 9 } as const
    expect(() => world.send({ ...go, acknowledge: null })).toThrow('conflict: A failure budget is exhausted')
    expect(() => world.send({ ...go, acknowledge: 2 })).toThrow('stale: There are 1 failures')
    world.send({ ...go, acknowledge: 1 }).run()
    expect(world.state.head).toMatchObject({ state: 'paused', charged: 2, lastOverriderId: 9 })
  })

  it('charge a target once, however often it is retried by hand', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 2, failureBudget: budget(1) }] }),
      failing('c0-0'),
    ).run()
    expect(world.state.head.state).toBe('succeeded_with_failures')
    world.send({ type: 'retry', userId: 9 }, [world.target('c0-0')]).run()
    expect(world.state.head).toMatchObject({ state: 'succeeded_with_failures', charged: 1 })
  })
})
