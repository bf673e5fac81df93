import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { propertyRuns } from '@/lib/testing/engine/property-runs'
import { questionOf } from '@/lib/testing/engine/question'
import { type Scenario, scenario } from '@/lib/testing/engine/scenario'
import {
  fork,
  leaveOnly,
  reasonsOf,
  type Somewhere,
  somewhere,
  waitingIn,
  without,
} from '@/lib/testing/engine/taken-away'
import { explain } from './explain'
import type { Gate, Target } from './model'
import type { Answer } from './observation'
import type { World } from './rollout-kit'
import type { Effect } from './state'
import { isInFlight } from './states'
import type { WaitReason } from './wait-reason'

/**
 * The moments that an explanation names are exact: with the world as it is, nothing happens before, and it happens
 * then. Every reason with a moment is asked on its own, the others taken away; what goes by the clock, windows and
 * freezes, goes on as it is announced.
 */

const runs = propertyRuns(120)

/** How many moments of each kind were put to the test: properties that met none would prove nothing. */
const met = { start: 0, putOff: 0, last: 0, expiry: 0, flight: 0, wayBack: 0 }

/** Rollouts of one phase that waits for its window, and in which nobody decides anything. */
const unattended = fc
  .tuple(scenario, fc.nat(90_000), fc.constantFrom('00:01', '00:02', '23:00'))
  .map(([one, at, from]): Scenario => {
    const window = { type: 'window', days: ['thu', 'sun'], from, to: '03:00', timezone: 'UTC' } as const
    const checks = one.sketch.phases[0]?.before?.filter(({ type }) => type === 'check') ?? []
    const phases = [{ ...one.sketch.phases[0], size: 9, before: [window, ...checks] }]
    return { ...one, sketch: { ...one.sketch, phases }, acts: [{ at, act: 'reload', pick: 0 }], trouble: 0 }
  })

/** Rollouts of which all or some is taken back in the end. */
const turned = fc
  .tuple(scenario, fc.constantFrom('rollback' as const, 'rollback-part' as const), fc.nat(5))
  .map(([one, act, pick]): Scenario => {
    const revert = { driver: 'simulator', with: {} } as const
    const operation = { ...one.sketch.operation, revert, irreversibleAfter: null }
    const phases = one.sketch.phases.map((phase) => ({ ...phase, size: 9, before: [] }))
    const at = 5_000 + 1_000 * Math.min(20, one.seed.length * 3)
    const acts = one.acts.filter((each) => each.at < at && !['abort', 'cancel'].includes(each.act))
    return { ...one, sketch: { ...one.sketch, phases, operation }, acts: [...acts, { at, act, pick }] }
  })

type Timed = WaitReason & { readonly until: number }
const isTimed = (reason: WaitReason): reason is Timed => reason.until !== null

/** Tells whether time alone ends it; what people or other systems decide on only expires then. */
const endsByItself = ({ kind, gate: id, until }: WaitReason, { state }: World): boolean => {
  if (kind !== 'check') return ['window', 'soak', 'freeze'].includes(kind)
  const gate = state.gates.find((one) => one.id === id)
  return gate?.evidence?.kind === 'pass' && gate.expiresAt !== until
}

/** A worker that has just taken over has seen nothing of a check, so that it has to pass for all its time anew. */
const isTakenOver = ({ kind, gate }: WaitReason, { state }: World): boolean =>
  kind === 'check' && state.run.watches.get(`gate:${gate}`)?.lookedAt == null

/** Tells whether it is later than the end of what the reason is about. */
const isPutOff = ({ message }: WaitReason): boolean => /When (it opens|that is over), /.test(message)

/** A check is looked at every second, whatever else is waited for: not for hours in a test. */
const isTooFar = (until: number, { world: { now, state } }: Somewhere): boolean =>
  until - now > 1_200_000 && state.gates.some(({ spec }) => spec.type === 'check')

/** What goes by the clock is nothing that could be taken away: all of it counts for the moments. */
const isTimetable = ({ kind }: WaitReason): boolean => kind === 'window' || kind === 'freeze'

/** The same rollout in which one reason is left of a target's, and nobody else's clock runs out. */
function withOnly(there: Somewhere, target: Target, left: Timed, reasons: readonly WaitReason[]) {
  const others = reasons.filter((one) => one !== left && !isTimetable(one))
  const made = without(there, target, others, { all: true })
  for (const gate of made.world.state.gates) if (gate.id !== left.gate) stopClock(gate)
  const kind = endsByItself(left, there.world) ? 'pass' : 'fail'
  made.world.sees = ({ key }) => (key === `gate:${left.gate}` ? { after: 0, kind } : null)
  return made
}

const longMs = 10 ** 12

/** Gives people and systems all the time of the world, also where they are not asked yet. */
function stopClock(gate: Gate): void {
  const { spec } = gate
  if (spec.type === 'window' || spec.type === 'soak') return
  gate.expiresAt = null
  const patient = spec.type === 'check' ? { ...spec, timeoutMs: longMs } : { ...spec, expiresMs: longMs }
  Object.assign(gate, { spec: patient })
}

const words = ({ cluster }: Target, { kind, message, until }: WaitReason, now: number) =>
  `${cluster} at ${now}: ${kind} until ${until}: ${message}`

describe('the moment that an explanation names', () => {
  // Some dozens of the rarest in a usual run.
  afterAll(() => expect(Math.min(...Object.values(met)), JSON.stringify(met)).toBeGreaterThan(0))

  it('is when a target starts that nothing else holds up, and not earlier', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const there = somewhere(one)
        const { now } = there.world
        for (const target of waitingIn(there.world)) {
          const reasons = reasonsOf(there, target)
          for (const left of reasons.filter(isTimed)) {
            if (!endsByItself(left, there.world) || isTakenOver(left, there.world)) continue
            if (isTooFar(left.until, there)) continue
            met.start += 1
            if (isPutOff(left)) met.putOff += 1
            const { world, target: it } = withOnly(there, target, left, reasons)
            expect(left.until, words(target, left, now)).toBeGreaterThan(now)
            world.run(left.until - 1)
            expect(it.state, `a moment before ${words(target, left, now)}`).toBe('pending')
            world.run(left.until)
            expect(it.state, words(target, left, now)).not.toBe('pending')
          }
        }
      }),
      runs,
    )
  })

  it('is, the last of all, when a target starts that only time holds up, and not earlier', () => {
    fc.assert(
      fc.property(unattended, (one) => {
        const there = somewhere(one)
        const { now } = there.world
        for (const target of waitingIn(there.world)) {
          const reasons = reasonsOf(there, target).filter(isTimed)
          if (reasons.length < reasonsOf(there, target).length) continue
          if (reasons.some((it) => !endsByItself(it, there.world) || isTakenOver(it, there.world))) continue
          const until = Math.max(...reasons.map((it) => it.until))
          if (isTooFar(until, there)) continue
          met.last += 1
          if (reasons.some(isPutOff)) met.putOff += 1
          const { world, target: it } = without(there, target, [], { all: true })
          for (const gate of world.state.gates) stopClock(gate)
          world.sees = ({ key }) => (key.startsWith('gate:') ? { after: 0, kind: 'pass' } : null)
          const words = `${target.cluster} at ${now}: ${JSON.stringify(reasons)}`
          world.run(until - 1)
          expect(it.state, `a moment before ${until}: ${words}`).toBe('pending')
          world.run(until)
          expect(it.state, `at ${until}: ${words}`).not.toBe('pending')
        }
      }),
      runs,
    )
  })

  it('is when the time of those is over who are asked to decide, and not earlier', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const there = somewhere(one)
        const { now } = there.world
        for (const target of waitingIn(there.world)) {
          const reasons = reasonsOf(there, target)
          for (const left of reasons.filter(isTimed)) {
            if (endsByItself(left, there.world)) continue
            met.expiry += 1
            const { world, target: it } = withOnly(there, target, left, reasons)
            const gate = world.state.gates.find(({ id }) => id === left.gate)
            world.run(left.until - 1)
            expect(gate?.state, `a moment before ${words(target, left, now)}`).toBe('closed')
            world.run(left.until)
            expect(gate?.state, words(target, left, now)).toBe('expired')
            expect(world.state.head.pauseCause).toBe('gate_expired')
            expect(it.state).toBe('pending')
          }
        }
      }),
      runs,
    )
  })

  it('is when the next try of what is in flight is sent, or when the time of its attempt is over', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        somewhere(one, (there) => askFlying(there, () => (met.flight += 1)))
      }),
      runs,
    )
  })

  it('is that on the way back, too', () => {
    fc.assert(
      fc.property(turned, (one) => {
        const { world, fleet } = somewhere(one)
        for (let i = 0; i < 8; i++) {
          const there = { world: world.after(700), fleet }
          if (world.state.head.rollback !== null) askFlying(there, () => (met.wayBack += 1))
        }
      }),
      runs,
    )
  })
})

/** Asks of everything in flight when its next try is sent, or its time is over. */
function askFlying(there: Somewhere, count: () => void): void {
  const { now } = there.world
  for (const target of flyingIn(there.world)) {
    const [left] = inFlightReasons(there.world, target).filter(isTimed)
    if (!left || isAwaited(target, left, now)) continue
    count()
    const made = fork(there, (copy) => leaveOnly(copy, target.id))
    for (const gate of made.state.gates) stopClock(gate)
    for (const flight of made.state.run.flights.values()) flight.busy = null
    made.outside = ({ kind }) => (kind === 'start' ? null : { after: 0, answer: lasting(kind) })
    made.reload()
    const next = left.until === target.retryAt ? sent : over
    const happened = () => next(made, target)
    made.run(left.until - 1)
    expect(happened(), `a moment before ${words(target, left, now)}`).toEqual([])
    made.run(left.until)
    expect(happened(), words(target, left, now)).toEqual([left.until])
  }
}

function flyingIn({ state: { head, targets } }: World): Target[] {
  if (!['running', 'paused', 'rolling_back'].includes(head.state)) return []
  return [...targets.values()].filter(({ state }) => isInFlight(state))
}

const inFlightReasons = (world: World, target: Target): WaitReason[] => explain(questionOf(world, target))

/** A start that is under way: whoever has the answer decides how it goes on. */
const isAwaited = ({ retryAt }: Target, { kind }: WaitReason, now: number): boolean =>
  kind === 'start' && (retryAt === null || retryAt <= now)

/** What the outside says for ever of something that neither ends nor fails. */
const lasting = (kind: Effect['kind']): Answer =>
  kind === 'cancel'
    ? { kind: 'cancel', confirmed: true, message: null }
    : { kind: 'running', progress: null, message: null, nodes: null, pollAfterMs: 2_000 }

/** When starts of a target were sent, and when its attempts ended. */
const sent = ({ starts }: World, { id }: Target) =>
  starts.filter(({ target }) => target.id === id).map(({ at }) => at)
const over = ({ ended }: World, { id }: Target) =>
  ended.filter(({ target }) => target.id === id).map(({ finishedAt }) => finishedAt)
