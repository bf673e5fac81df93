import { describe, expect, it } from 'vitest'
import { checkGate, makeRollout, type PhaseSketch, type RolloutSketch, World } from './rollout-kit'
import type { Sighting } from './watch-memory'

type Kind = Sighting['kind']
const world = (phases: PhaseSketch[], more: Partial<RolloutSketch> = {}) =>
  new World(makeRollout({ phases, ...more }))
/** What every look shows, by when it begins: each entry from its moment on. */
const story =
  (...parts: readonly (readonly [number, Kind])[]): World['sees'] =>
  (_, now) => ({ after: 100, kind: parts.findLast(([from]) => from <= now)?.[1] ?? 'unknown' })
const guard = (failAfterMs = 0) => ({
  name: 'errors',
  check: 'http' as const,
  with: {},
  everyMs: 5_000,
  failAfterMs,
})
const inFront = (more = {}): PhaseSketch => ({ size: 1, before: [checkGate(more)] })
const go = { type: 'resume', reason: null, acknowledge: null, userId: 9 } as const

describe('a check before a phase', () => {
  it('opens when it passes, and looks again at its pace until then', () => {
    const one = world([inFront()])
    one.sees = story([0, 'fail'], [25_000, 'pass'])
    one.run()
    expect(one.starts[0]?.at).toBeGreaterThanOrEqual(30_000)
    expect(one.starts[0]?.at).toBeLessThan(32_000)
  })

  it.each<Kind>(['unknown', 'fail'])(
    'never opens on %s: it expires, and the rollout pauses and says why',
    (kind) => {
      const one = world([inFront({ timeoutMs: 60_000 })])
      one.sees = story([0, kind])
      one.run()
      expect(one.starts).toEqual([])
      expect(one.state.gates[0]?.state).toBe('expired')
      expect(one.state.head).toMatchObject({
        state: 'paused',
        pauseCause: 'gate_expired',
        pauseDetail: `the check lag did not pass within 1m: ${kind}`,
      })
    },
  )

  it('that nobody answers expires as well', () => {
    const one = world([inFront({ timeoutMs: 60_000 })])
    one.sees = () => null
    one.run()
    expect(one.state.head.pauseDetail).toBe(
      'the check lag did not pass within 1m, and nobody has looked at it',
    )
  })

  it('has to pass without a break for as long as it says', () => {
    const one = world([inFront({ forMs: 60_000 })])
    one.sees = story([0, 'pass'], [30_000, 'unknown'], [40_000, 'pass'])
    one.run()
    expect(one.starts[0]?.at).toBeGreaterThanOrEqual(100_000)
    expect(one.starts[0]?.at).toBeLessThan(102_000)
  })

  it('begins anew to hold when nobody looked for long: a failure could have come and gone unseen', () => {
    const one = world([inFront({ forMs: 60_000 })])
    one.sees = (_, now) => ({ after: now === 10_000 ? 80_000 : 0, kind: 'pass' })
    one.run()
    expect(one.starts[0]?.at).toBeGreaterThanOrEqual(150_000)
    expect(one.starts[0]?.at).toBeLessThan(152_000)
  })

  it('asks anew when the rollout is resumed, and what was seen before does not count', () => {
    const one = world([inFront({ timeoutMs: 60_000, forMs: 30_000 })])
    one.sees = story([0, 'fail'], [50_000, 'pass'])
    one.run()
    expect(one.state.head.pauseCause).toBe('gate_expired')
    const resumedAt = one.now
    one.send(go).run()
    expect(one.starts[0]?.at).toBeGreaterThanOrEqual(resumedAt + 30_000)
    expect(one.state.gates[0]).toMatchObject({ state: 'open', round: 1 })
  })

  it('is told once for each change of what it shows, not for every look', () => {
    const one = world([inFront()])
    one.sees = story([0, 'fail'], [100_000, 'unknown'], [200_000, 'pass'])
    one.run()
    expect(one.log.filter(({ type }) => type === 'gate.observed')).toHaveLength(3)
  })

  it('closes again when it fails while the phase still waits for something else', () => {
    const one = world([{ size: 1, before: [checkGate(), { type: 'soak', soakMs: 60_000 }] }])
    one.sees = story([0, 'pass'], [30_000, 'fail'], [90_000, 'pass'])
    one.run()
    expect(one.types()).toContain('gate.closed')
    expect(one.starts[0]?.at).toBeGreaterThanOrEqual(90_000)
  })

  it('begins anew to hold after a crash, since nobody looked meanwhile', () => {
    const one = world([inFront({ forMs: 60_000 })])
    one.run(50_000).reload(true)
    one.run()
    expect(one.starts[0]?.at).toBeGreaterThanOrEqual(110_000)
  })

  it('goes on while the rollout is paused', () => {
    const one = world([inFront({ forMs: 60_000 })]).run(1_000)
    one.send({ type: 'pause', reason: null }).run(100_000)
    expect(one.state.gates[0]?.state).toBe('open')
    expect(one.starts).toEqual([])
  })

  it('does not count an answer that was under way since before it asked', () => {
    const one = world([{ size: 1 }, inFront()])
    const [late] = one.state.gates
    one.run(0)
    if (!late) throw new Error('no gate')
    one.state.run.watches.set('gate:p1.before.0', { since: 0, busy: true, lookedAt: null, nextAt: 0 })
    one.sees = () => null
    const seen = {
      key: 'gate:p1.before.0',
      round: 0,
      at: 500,
      kind: 'pass',
      message: '',
      observed: null,
    } as const
    one.run(2_000)
    one.show(seen)
    one.run(5_000)
    expect(one.state.gates[0]?.state).toBe('closed')
  })

  it.each([
    ['directly before it', []],
    ['further up', [{ size: 1 }]],
  ])('in front of a later phase is asked anew when a retry opens one %s', (_, between) => {
    const before = [checkGate(), { type: 'soak', soakMs: 60_000 } as const]
    const one = world([{ size: 2 }, ...between, { size: 1, before }])
    one.outside = ({ target }) => ({
      after: 1_000,
      answer:
        target.cluster === 'c0-0' ? { kind: 'failed', message: 'no' } : { kind: 'succeeded', message: null },
    })
    one.run(20_000)
    expect(one.state.gates[0]?.state).toBe('open')
    one.outside = () => ({ after: 30_000, answer: { kind: 'succeeded', message: null } })
    one.send({ type: 'retry', userId: 9 }, [one.target('c0-0')])
    expect(one.state.gates[0]).toMatchObject({ state: 'closed', requestedAt: null })
    one.run()
    expect(one.state.head.state).toBe('succeeded')
    expect(one.state.gates[0]?.evidence?.at).toBeGreaterThanOrEqual(50_000)
  })
})

describe('a gate that expired before an abort', () => {
  it('asks anew when a retry opens the rollout again, or it would stall', () => {
    const one = world([inFront({ timeoutMs: 60_000 })])
    one.sees = story([0, 'fail'], [70_000, 'pass'])
    one.run(65_000).send({ type: 'abort', reason: null, cancelInFlight: false }).run()
    expect(one.state.head.state).toBe('aborted')
    one.now = 80_000
    one.send({ type: 'retry', userId: 9 }, [one.target('c0-0')]).run()
    expect(one.state.head.state).toBe('succeeded')
  })
})

describe('a check after a phase', () => {
  it('keeps it soaking until it passes, on evidence newer than its last target', () => {
    const one = world([{ size: 2, checks: [checkGate()] }, { size: 1 }])
    one.sees = story([0, 'pass'], [1_000, 'fail'], [60_000, 'pass'])
    one.run(50_000)
    expect(one.state.phases.map(({ state }) => state)).toEqual(['soaking', 'pending'])
    one.run()
    expect(one.starts.at(-1)?.at).toBeGreaterThanOrEqual(60_000)
    expect(one.state.head.state).toBe('succeeded')
  })
})

describe('a guard', () => {
  it('pauses as soon as it fails, naming itself, also while nothing is in flight', () => {
    const one = world([{ size: 1, before: [{ type: 'soak', soakMs: 600_000 }] }], { guards: [guard()] })
    one.sees = story([0, 'pass'], [60_000, 'fail'])
    one.run(100_000)
    expect(one.state.head).toMatchObject({
      state: 'paused',
      pauseCause: 'guard',
      pauseDetail: 'the guard errors fails: fail',
    })
  })

  it('pauses only when it has not passed for so long without a break; unknown counts as not passed', () => {
    const one = world([{ size: 1, before: [{ type: 'soak', soakMs: 600_000 }] }], { guards: [guard(30_000)] })
    one.sees = story([0, 'fail'], [20_000, 'pass'], [40_000, 'fail'], [60_000, 'unknown'])
    one.run(69_000)
    expect(one.state.head.state).toBe('running')
    one.run(71_000)
    expect(one.state.head.pauseDetail).toBe('the guard errors has no answer for 30s: unknown')
  })

  it('is not looked at while the rollout is paused, and begins its clock anew when that goes on', () => {
    const one = world([{ size: 1, before: [{ type: 'soak', soakMs: 900_000 }] }], { guards: [guard(30_000)] })
    let looks = 0
    one.sees = () => {
      looks += 1
      return { after: 0, kind: 'fail' }
    }
    one.run(100_000)
    expect(one.state.head.pauseCause).toBe('guard')
    const before = looks
    one.run(200_000)
    expect(looks).toBe(before)
    one.now = 200_000
    one.send(go).run(229_000)
    expect(one.state.head.state).toBe('running')
    one.run(240_000)
    expect(one.state.head.pauseCause).toBe('guard')
  })

  it('starts nothing after it has paused the rollout', () => {
    const one = world([{ size: 9, maxInFlight: 1 }], { guards: [guard()] })
    one.sees = story([0, 'pass'], [3_000, 'fail'])
    one.run()
    const paused = one.log.find(({ type }) => type === 'rollout.paused')
    expect(one.starts.every(({ at }) => at <= (paused?.at ?? 0))).toBe(true)
    expect(one.count('pending')).toBeGreaterThan(0)
  })

  it('goes on counting when another worker takes over', () => {
    const one = world([{ size: 1, before: [{ type: 'soak', soakMs: 600_000 }] }], { guards: [guard(60_000)] })
    one.sees = story([0, 'fail'])
    one.run(40_000).reload(true)
    one.run(65_000)
    expect(one.state.head.pauseCause).toBe('guard')
  })
})
