import { describe, expect, it } from 'vitest'
import { questionOf } from '@/lib/testing/engine/question'
import { explain } from './explain'
import { makeRollout, type Outside, type RolloutSketch, succeeds, World } from './rollout-kit'

const minute = 60_000
const operation: RolloutSketch['operation'] = {
  revert: { driver: 'simulator', with: {} },
  retry: { attempts: 3, backoffMs: 1_000, maxBackoffMs: minute },
  timeoutMs: 120 * minute,
}
const one = { phases: [{ size: 1 }], operation }
const putOff = (notBegun: boolean, retryAfterMs: number | null = null): Outside => {
  return ({ kind }) =>
    kind === 'start'
      ? { after: 100, answer: { kind: 'delayed', message: 'it answered 503', retryAfterMs, notBegun } }
      : { after: 100, answer: { kind: 'unknown', message: 'nothing is known', retryAfterMs: null } }
}
const abort = (cancelInFlight = false) => ({ type: 'abort', reason: null, cancelInFlight }) as const
const rest = (world: World) => {
  const { state, reason, spared, finishedAt } = world.target('c0-0')
  return { state, reason, spared, finishedAt, rollout: world.state.head.state }
}

describe('rule: a start without an answer', () => {
  it('is cancelled at once by an abort when it has surely begun nothing, though it was put off for an hour', () => {
    const world = new World(makeRollout(one), putOff(true, 60 * minute)).after(minute)
    const at = world.now
    world.send(abort()).run()
    expect(rest(world)).toEqual({
      state: 'cancelled',
      reason: 'aborted',
      spared: true,
      finishedAt: at,
      rollout: 'aborted',
    })
  })

  it('is cancelled at once, too, when it is that of a later attempt; what the first one left is not called untouched', () => {
    let starts = 0
    const outside: Outside = (effect, now) =>
      effect.kind === 'start' && ++starts === 1
        ? { after: 100, answer: { kind: 'failed', message: 'no' } }
        : putOff(true, 60 * minute)(effect, now)
    const world = new World(makeRollout(one), outside).after(minute)
    expect(starts).toBe(2)
    const at = world.now
    world.send(abort()).run()
    expect(rest(world)).toMatchObject({
      state: 'cancelled',
      reason: 'aborted',
      spared: false,
      finishedAt: at,
    })
  })

  it.each([false, true])(
    'is given up a minute after an abort when it may run (cancel asked for: %s)',
    (asked) => {
      const world = new World(makeRollout(one), putOff(false, 60 * minute)).after(minute)
      const starts = world.starts.length
      const at = world.now
      world.send(abort(asked)).run()
      expect(rest(world)).toMatchObject({
        state: 'failed',
        reason: 'lost',
        spared: false,
        rollout: 'aborted',
      })
      expect(rest(world).finishedAt).toBe(at + minute)
      expect(world.starts).toHaveLength(starts)
      expect(world.target('c0-0').message).toMatch(/not answered before the abort/)
    },
  )

  it('stays in doubt when one start had no answer and the next was turned away unread', () => {
    let starts = 0
    const outside: Outside = (effect, now) => putOff(effect.kind === 'start' && ++starts > 1)(effect, now)
    const world = new World(makeRollout(one), outside).after(10_000)
    expect(starts).toBeGreaterThan(1)
    world.send(abort()).run()
    expect(rest(world)).toMatchObject({ state: 'failed', reason: 'lost' })
  })

  it('is in doubt after a crash, whatever had been said before', () => {
    const world = new World(makeRollout(one), putOff(true)).after(10_000)
    world.reload(true).send(abort()).run()
    expect(rest(world)).toMatchObject({ state: 'failed', reason: 'lost' })
  })

  it('is waited for while its call is under way, and seen to its end when it was accepted', () => {
    const outside: Outside = ({ kind }) =>
      kind === 'start'
        ? { after: 20_000, answer: { kind: 'accepted', operationId: 'op', pollAfterMs: 1_000 } }
        : { after: 100, answer: succeeds }
    const world = new World(makeRollout(one), outside).after(1_000)
    world.send(abort()).run()
    expect(rest(world)).toMatchObject({ state: 'succeeded', rollout: 'aborted' })
  })

  it('is found by its key where the driver can, and seen to its end however long that takes', () => {
    let looks = 0
    const outside: Outside = ({ kind }) => {
      if (kind === 'start') return putOff(false)({ kind } as never, 0)
      looks += 1
      const running = {
        kind: 'running',
        progress: 0.5,
        message: null,
        nodes: null,
        pollAfterMs: minute,
      } as const
      return { after: 100, answer: looks > 5 ? succeeds : running }
    }
    const world = new World(makeRollout(one), outside).after(1_000)
    world.send(abort()).run()
    expect(rest(world)).toMatchObject({ state: 'succeeded', rollout: 'aborted' })
    expect(world.now).toBeGreaterThan(4 * minute)
  })

  it('is not taken back by a rollback when nothing was ever sent to the cluster', () => {
    const world = new World(makeRollout(one), putOff(true)).after(1_000)
    world
      .send({ type: 'rollback', reason: null, part: false, cancelInFlight: false }, [world.target('c0-0')])
      .run()
    expect(rest(world)).toMatchObject({ state: 'cancelled', spared: true, rollout: 'rolled_back' })
    expect(world.types()).not.toContain('target.revert_started')
  })

  it('says what becomes of it', () => {
    const world = new World(makeRollout(one), putOff(false)).after(1_000)
    world.send(abort()).after(5_000)
    expect(explain(questionOf(world, world.target('c0-0')))).toEqual([
      expect.objectContaining({
        kind: 'start',
        message: expect.stringMatching(/is looked for, for a minute/),
      }),
    ])
  })
})
