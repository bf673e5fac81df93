import { describe, expect, it } from 'vitest'
import { failing } from './decide-kit'
import { approval, makeRollout, type Outside, succeeds, World } from './rollout-kit'

describe('pause and abort', () => {
  const slow: Outside = () => ({ after: 60_000, answer: succeeds })

  it('pause lets what is in flight finish and starts nothing, not even a retry', () => {
    const world = new World(
      makeRollout({
        phases: [{ size: 4, maxInFlight: 2 }],
        operation: { retry: { attempts: 2, backoffMs: 1_000, maxBackoffMs: 1_000 } },
      }),
      failing('c0-0'),
    ).run(500)
    world.send({ type: 'pause', reason: 'lunch' }).run(3_600_000)
    expect(world.starts).toHaveLength(2)
    expect(world.target('c0-1').state).toBe('succeeded')
    expect(world.target('c0-0')).toMatchObject({ state: 'applying', attemptAt: null })
    world.send({ type: 'resume', reason: null, acknowledge: null, userId: 1 }).run()
    expect(world.state.head.state).toBe('succeeded_with_failures')
  })

  it('pause lets a phase end, and begins none', () => {
    const before = [approval()]
    const world = new World(
      makeRollout({ phases: [{ size: 1 }, { size: 1, before }, { size: 1, after: ['p0'] }] }),
    ).run(500)
    world.send({ type: 'pause', reason: null }).run(5_000)
    expect(world.state.phases.map(({ state }) => state)).toEqual(['succeeded', 'pending', 'pending'])
    expect(world.state.gates[0]?.requestedAt).toBeNull()
  })

  it('a start that was held back through a long pause has its full time afterwards', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 1 }], operation: { timeoutMs: 60_000 } }),
      ({ kind }, now) => {
        if (kind === 'cancel') return { after: 0, answer: { kind: 'cancel', confirmed: true, message: null } }
        if (now < 1_000) return { after: 0, answer: { kind: 'delayed', message: '503', retryAfterMs: 2_000 } }
        const accepted = { kind: 'accepted', operationId: 'x', pollAfterMs: 5_000 } as const
        return { after: 1_000, answer: kind === 'start' ? accepted : succeeds }
      },
    ).run(500)
    world.send({ type: 'pause', reason: null }).run(3_600_000)
    world.send({ type: 'resume', reason: null, acknowledge: null, userId: 1 }).run()
    expect(world.state.head.state).toBe('succeeded')
    expect(world.starts.map(({ generation }) => generation)).toEqual([1, 1])
  })

  it('abort cancels what has not begun, and is over when what is in flight has come to rest', () => {
    const world = new World(makeRollout({ phases: [{ size: 4, maxInFlight: 2 }] }), slow).run(500)
    world.send({ type: 'abort', reason: null, cancelInFlight: false }).run(1_000)
    expect(world.state.head.state).toBe('aborting')
    expect(world.count('cancelled')).toBe(2)
    world.run()
    expect(world.state.head.state).toBe('aborted')
    expect(world.count('succeeded')).toBe(2)
  })

  it('abort with cancelInFlight asks the driver, and believes only its confirmation', () => {
    let asks = 0
    const world = new World(makeRollout({ phases: [{ size: 1 }] }), ({ kind }) => {
      if (kind === 'start')
        return { after: 0, answer: { kind: 'accepted', operationId: 'x', pollAfterMs: 600_000 } }
      asks += 1
      return { after: 100, answer: { kind: 'cancel', confirmed: asks > 1, message: null } }
    }).run(500)
    world.send({ type: 'abort', reason: null, cancelInFlight: true }).run()
    expect(world.target('c0-0')).toMatchObject({ state: 'cancelled', reason: 'aborted' })
    expect(asks).toBe(2)
    expect(world.state.head.state).toBe('aborted')
  })
})
