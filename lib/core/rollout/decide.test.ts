import { describe, expect, it } from 'vitest'
import { approval, makeRollout, type Outside, succeeds, verifyCheck, World, works } from './rollout-kit'
import { attemptKey } from './state'

const failing =
  (...names: string[]): Outside =>
  ({ target }) => ({
    after: 1_000,
    answer: names.includes(target.cluster) ? { kind: 'failed', message: 'no' } : succeeds,
  })
const budget = (max: number, onExhausted: 'pause' | 'abort' = 'pause', strict = false) => ({
  max,
  onExhausted,
  strict,
})

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

describe('phases', () => {
  it('start only after the phases they come after, soak included', () => {
    const world = new World(makeRollout({ phases: [{ size: 1, soakMs: 60_000 }, { size: 1 }] })).run(60_500)
    // Whatever wakes it shortly before the end.
    for (const at of [60_700, 60_999]) expect(world.run(at).starts).toHaveLength(1)
    expect(world.run().starts.map(({ at }) => at)).toEqual([0, 61_000])
  })

  it('run side by side when they come after the same phase', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 1 }, { size: 1, after: ['p0'] }, { size: 1, after: ['p0'] }] }),
    ).run()
    expect(world.starts.map(({ at }) => at)).toEqual([0, 1_000, 1_000])
  })

  it('that come after several wait for the last of them', () => {
    const side = { size: 1, after: [] }
    const world = new World(
      makeRollout({ phases: [side, { ...side, soakMs: 60_000 }, { size: 1, after: ['p0', 'p1'] }] }),
    ).run()
    expect(world.starts.map(({ at }) => at)).toEqual([0, 0, 61_000])
  })

  it('are skipped with their gates when empty, unless a gate is wanted always', () => {
    const world = new World(
      makeRollout({
        phases: [
          { size: 0, before: [approval()] },
          { size: 0, before: [approval({ always: true })] },
        ],
      }),
    ).run(1_000)
    expect(world.state.phases.map(({ state }) => state)).toEqual(['skipped', 'waiting'])
  })

  it('go up the ramp, each step with its own soak and approval', () => {
    const world = new World(
      makeRollout({
        phases: [
          {
            size: 10,
            steps: [
              { to: 1, soakMs: 60_000, approval: null },
              { to: '50%', soakMs: 0, approval: approval() },
              { to: '100%', soakMs: 0, approval: null },
            ],
          },
        ],
      }),
    ).run(300_000)
    expect(world.starts.map(({ at }) => at)).toEqual([0, 61_000, 61_000, 61_000, 61_000])
    expect(world.state.gates.map(({ id, state }) => [id, state])).toEqual([
      ['p0.step-1.soak', 'open'],
      ['p0.step-2.approval', 'closed'],
    ])
  })

  it('wait again when a retry re-opens a phase they come after, and soak anew', () => {
    const world = new World(
      makeRollout({
        phases: [
          { size: 2, soakMs: 60_000 },
          { size: 3, maxInFlight: 1 },
        ],
      }),
      failing('c0-0'),
    ).run(61_500)
    expect(world.count('applying')).toBe(1)
    world.outside = works
    world.send({ type: 'retry', userId: 9 }, [world.target('c0-0')]).run(70_000)
    expect(world.state.phases[0]?.state).toBe('soaking')
    expect(world.starts).toHaveLength(4)
    world.run()
    expect(world.state.head.state).toBe('succeeded')
    expect(world.starts.at(-1)?.at).toBeGreaterThanOrEqual(61_500 + 1_000 + 60_000)
  })

  it('do not begin while one before them is open again, though their own gates are', () => {
    const before = [{ type: 'soak', soakMs: 10_000 } as const]
    const world = new World(makeRollout({ phases: [{ size: 2 }, { size: 1, before }] }), failing('c0-0'))
    world.run(5_000).outside = () => ({ after: 60_000, answer: succeeds })
    world.send({ type: 'retry', userId: 9 }, [world.target('c0-0')]).run(30_000)
    expect(world.state.gates[0]?.state).toBe('open')
    expect(world.state.phases.map(({ state }) => state)).toEqual(['running', 'waiting'])
    expect(world.run().starts.at(-1)?.at).toBe(65_000)
  })

  it('wait again for one that is opened further up, though the phases between stay done', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 2 }, { size: 1 }, { size: 3, maxInFlight: 1 }] }),
      failing('c0-0'),
    ).run(2_500)
    expect(world.target('c2-0').state).toBe('applying')
    world.outside = () => ({ after: 60_000, answer: succeeds })
    world.send({ type: 'retry', userId: 9 }, [world.target('c0-0')]).run(62_000)
    expect(world.state.phases.map(({ state }) => state)).toEqual(['running', 'succeeded', 'running'])
    expect(world.count('pending')).toBe(2)
    expect(world.run().state.head.state).toBe('succeeded')
  })
})

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

describe('attempts', () => {
  const retry = { attempts: 3, backoffMs: 10_000, maxBackoffMs: 15_000 }

  it('are repeated with growing pauses, each with a new generation, and hold slot and cluster meanwhile', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 2, maxInFlight: 1 }], operation: { retry } }),
      failing('c0-0'),
    )
    const freed: string[] = []
    world.onTurn = (turn) => freed.push(...turn.freed.map(({ cluster }) => cluster))
    world.run()
    expect(freed).toEqual(['c0-0', 'c0-1'])
    const [first, second, third, other] = world.starts
    expect([first?.generation, second?.generation, third?.generation]).toEqual([1, 2, 3])
    expect((second?.at ?? 0) - 1_000).toBeGreaterThanOrEqual(10_000)
    expect((third?.at ?? 0) - (second?.at ?? 0) - 1_000).toBeGreaterThanOrEqual(15_000)
    // A tenth more at most, so that many do not come in step.
    expect((third?.at ?? 0) - (second?.at ?? 0) - 1_000).toBeLessThanOrEqual(16_500)
    expect(other?.target.cluster).toBe('c0-1')
    expect(world.target('c0-0').state).toBe('failed')
  })

  it('are not repeated because of checks that did not pass: they have patience of their own', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 1 }], operation: { retry, verify: [verifyCheck] } }),
    )
    world.outside = ({ kind }) => ({
      after: 1_000,
      answer: kind === 'verify' ? { kind: 'failed', message: 'unwell' } : succeeds,
    })
    world.run()
    expect(world.ended.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['apply', 'succeeded'],
      ['verify', 'failed'],
    ])
    expect(world.target('c0-0')).toMatchObject({ state: 'failed', reason: 'verify_failed' })
  })

  it('that were put off are sent again with the same generation, not before the driver said', () => {
    let asked = 0
    const world = new World(makeRollout({ phases: [{ size: 1 }] }), () => {
      asked += 1
      return asked === 1
        ? { after: 0, answer: { kind: 'delayed', message: '503', retryAfterMs: 30_000 } }
        : { after: 0, answer: succeeds }
    }).run()
    expect(world.starts.map(({ generation, at }) => [generation, at])).toEqual([
      [1, 0],
      [1, 30_000],
    ])
    expect(world.state.head.state).toBe('succeeded')
  })

  it('that are overdue are cancelled, and only then tried again', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 1 }], operation: { retry, timeoutMs: 60_000 } }),
      ({ kind, generation }) => {
        if (generation > 1) return { after: 0, answer: succeeds }
        if (kind === 'cancel')
          return { after: 500, answer: { kind: 'cancel', confirmed: true, message: null } }
        return kind === 'start'
          ? { after: 0, answer: { kind: 'accepted', operationId: 'x', pollAfterMs: 5_000 } }
          : {
              after: 0,
              answer: { kind: 'running', progress: 0.5, message: 'going', nodes: null, pollAfterMs: 5_000 },
            }
      },
    ).run()
    expect(world.ended.map(({ outcome }) => outcome)).toEqual(['timed_out', 'succeeded'])
  })

  it('whose end nobody confirms are fenced off: failed, never tried again by themselves', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 1 }], operation: { retry, timeoutMs: 60_000 } }),
      ({ kind }) =>
        kind === 'cancel'
          ? { after: 500, answer: { kind: 'cancel', confirmed: false, message: null } }
          : null,
    )
    world.outside = ({ kind }) =>
      kind === 'start'
        ? { after: 0, answer: { kind: 'accepted', operationId: 'x', pollAfterMs: 3_600_000 } }
        : { after: 0, answer: { kind: 'cancel', confirmed: false, message: null } }
    world.run()
    expect(world.target('c0-0')).toMatchObject({ state: 'failed', reason: 'timed_out', generation: 1 })
    expect(world.now).toBeLessThan(200_000)
  })

  it('that answer late are written down and change nothing', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 1 }], operation: { timeoutMs: 1_000 } }),
      ({ kind }) =>
        kind === 'start'
          ? { after: 600_000, answer: succeeds }
          : { after: 0, answer: { kind: 'cancel', confirmed: true, message: null } },
    ).run()
    expect(world.target('c0-0')).toMatchObject({ state: 'failed', reason: 'timed_out' })
    expect(world.types()).toContain('target.late_answer')
  })

  it('that answer late change nothing either while the next one is under way', () => {
    const world = new World(
      makeRollout({ phases: [{ size: 1 }], operation: { retry: { ...retry, attempts: 2 } } }),
      () => ({ after: 100_000, answer: succeeds }),
    ).run(1_000)
    // Another worker sends it again, and it fails; the first one's call is still under way.
    world.outside = ({ generation }) => ({
      after: generation === 1 ? 0 : 200_000,
      answer: { kind: 'failed', message: 'no' },
    })
    world.reload(true)
    world.run(110_000)
    expect(world.types().at(-1)).toBe('target.late_answer')
    expect(world.target('c0-0')).toMatchObject({ state: 'applying', generation: 2 })
    expect(world.run().target('c0-0').state).toBe('failed')
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
