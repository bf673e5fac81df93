import { describe, expect, it } from 'vitest'
import { makeRollout, type Outside, type RolloutSketch, verifyCheck, World, works } from './rollout-kit'

/** Checks before a start: nothing is sent to a cluster that is not well, and what was seen is fresh. */

const check = { ...verifyCheck, timeoutMs: 20_000 }
const rollout = (size = 1, more: RolloutSketch['operation'] = {}) =>
  makeRollout({
    phases: [{ size, failureBudget: { max: 0, onExhausted: 'pause', strict: false } }],
    operation: { preflight: [check], retry: { attempts: 3, backoffMs: 1_000, maxBackoffMs: 1_000 }, ...more },
  })

/** An outside whose checks answer as told, a second later, and whose applies work. */
const looks =
  (answer: (now: number) => 'pass' | 'fail' | 'unknown'): Outside =>
  (effect, now) => {
    if (effect.kind !== 'preflight') return works(effect, now)
    const kind = answer(now)
    if (kind === 'pass') return { after: 1_000, answer: { kind: 'succeeded', message: null } }
    if (kind === 'fail') return { after: 1_000, answer: { kind: 'failed', message: 'healthy: 2 offline' } }
    const message = 'healthy: no answer'
    return {
      after: 1_000,
      answer: { kind: 'running', progress: null, message, nodes: null, pollAfterMs: 1_000 },
    }
  }

describe('checks before a start', () => {
  it('come first; the start follows in the turn in which they pass', () => {
    const world = new World(
      rollout(),
      looks(() => 'pass'),
    ).run()
    expect(world.types()).toEqual([
      'phase.started',
      'target.started',
      'target.preflight_passed',
      'target.succeeded',
      'phase.succeeded',
      'rollout.succeeded',
    ])
    expect(world.starts).toMatchObject([{ generation: 2, at: 1_000 }])
    expect(world.ended.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'preflight succeeded',
      'apply succeeded',
    ])
  })

  it('that fail end it with nothing sent, charge the budget, and are not tried again by themselves', () => {
    const world = new World(
      rollout(2),
      looks(() => 'fail'),
    ).run()
    expect(world.starts).toEqual([])
    expect(world.count('failed')).toBe(2)
    const target = world.target('c0-0')
    expect(target).toMatchObject({ reason: 'preflight_failed', message: 'healthy: 2 offline', attempts: 1 })
    expect(world.state.head).toMatchObject({ state: 'paused', pauseCause: 'budget', charged: 2 })
    world.outside = looks(() => 'pass')
    world.send({ type: 'retry', userId: 9 }, [target]).run()
    expect(world.starts).toEqual([])
    world.send({ type: 'resume', reason: null, acknowledge: 2, userId: 9 }).run()
    expect(target.state).toBe('succeeded')
  })

  it('that stay unknown until their time is over have failed', () => {
    const world = new World(
      rollout(),
      looks(() => 'unknown'),
    ).run()
    expect(world.starts).toEqual([])
    expect(world.target('c0-0')).toMatchObject({
      reason: 'preflight_failed',
      message: 'healthy: no answer',
      finishedAt: 20_000,
    })
    expect(world.ended).toMatchObject([{ step: 'preflight', outcome: 'timed_out' }])
  })

  it('that pass while the rollout is paused are made anew when it goes on', () => {
    const world = new World(
      rollout(),
      looks(() => 'pass'),
    ).run(500)
    world.send({ type: 'pause', reason: null }).run(60_000)
    expect(world.types()).not.toContain('target.preflight_passed')
    expect(world.target('c0-0')).toMatchObject({ state: 'applying', step: 'preflight' })
    world.send({ type: 'resume', reason: null, acknowledge: null, userId: 9 }).run()
    expect(world.types()).toContain('target.preflight_repeated')
    expect(world.starts).toMatchObject([{ generation: 3, at: 61_000 }])
  })

  it('do not run out of time while paused', () => {
    const world = new World(
      rollout(),
      looks((now) => (now < 90_000 ? 'unknown' : 'pass')),
    ).run(500)
    world.send({ type: 'pause', reason: null }).run(100_000)
    world.send({ type: 'resume', reason: null, acknowledge: null, userId: 9 }).run()
    expect(world.target('c0-0').state).toBe('succeeded')
  })

  it.each([true, false])(
    'are called off by an abort, with nothing sent (cancelInFlight: %s)',
    (cancelInFlight) => {
      const world = new World(
        rollout(),
        looks(() => 'unknown'),
      ).run(500)
      world.send({ type: 'abort', reason: null, cancelInFlight }).run()
      expect(world.target('c0-0').state).toBe('cancelled')
      expect(world.starts).toEqual([])
      expect(world.state.head.state).toBe('aborted')
    },
  )

  it('are begun anew, under a new generation, when their worker dies', () => {
    const world = new World(
      rollout(),
      looks(() => 'pass'),
    ).run(500)
    world.reload(true)
    world.run()
    expect(world.starts).toMatchObject([{ generation: 3, at: 1_500 }])
    expect(world.types().filter((type) => type === 'target.late_answer')).toHaveLength(1)
    expect(world.target('c0-0').state).toBe('succeeded')
  })

  it('are made again when the start that they were made for was held back for long', () => {
    let pauses = true
    const world = new World(rollout(), (effect, now) => {
      if (effect.kind !== 'start' || !pauses) return works(effect, now)
      return { after: 100, answer: { kind: 'withheld' } }
    }).run(1_050)
    world.send({ type: 'pause', reason: null })
    pauses = false
    world.run(120_000).send({ type: 'resume', reason: null, acknowledge: null, userId: 9 }).run()
    expect(world.starts.map(({ generation }) => generation)).toEqual([2, 4])
    expect(world.target('c0-0').state).toBe('succeeded')
  })

  it('are never made again for a start that may have been sent', () => {
    let sent = 0
    const world = new World(rollout(), (effect, now) => {
      if (effect.kind !== 'start' || ++sent > 1) return works(effect, now)
      return null
    }).run(1_050)
    world.send({ type: 'pause', reason: null })
    world.reload(true)
    world.run(120_000).send({ type: 'resume', reason: null, acknowledge: null, userId: 9 }).run()
    expect(sent).toBe(2)
    expect(new Set(world.starts.map(({ generation }) => generation))).toEqual(new Set([2]))
    expect(world.target('c0-0').state).toBe('succeeded')
  })

  it('stand before the first attempt, not before each', () => {
    let applies = 0
    const world = new World(rollout(), (effect, now) => {
      if (effect.kind !== 'start' || ++applies > 1) return works(effect, now)
      return { after: 100, answer: { kind: 'failed', message: 'broken' } }
    }).run()
    expect(world.ended.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'preflight succeeded',
      'apply failed',
      'apply succeeded',
    ])
  })
})
