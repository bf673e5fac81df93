import { describe, expect, it } from 'vitest'
import { failing } from './decide-kit'
import { makeRollout, succeeds, verifyCheck, World } from './rollout-kit'

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
