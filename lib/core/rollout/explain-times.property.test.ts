import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { propertyRuns } from '@/lib/testing/engine/property-runs'
import { scenario } from '@/lib/testing/engine/scenario'
import {
  fork,
  keepOpen,
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
import { type Effect, phaseOf } from './state'
import { isInFlight } from './states'
import type { WaitReason } from './wait-reason'

/**
 * The moments that an explanation names are exact: with the world as it is, nothing happens before, and it happens
 * then. Every reason with a moment is asked on its own, the others taken away.
 */

const runs = propertyRuns(120)

/** How many moments were put to the test: properties that met none would prove nothing. */
let met = 0

type Timed = WaitReason & { readonly until: number }
const isTimed = (reason: WaitReason): reason is Timed => reason.until !== null

/** Tells whether time alone ends it; what people or other systems decide on only expires then. */
const endsByItself = ({ kind, gate: id }: WaitReason, { state }: World): boolean => {
  if (kind !== 'check') return ['window', 'soak', 'freeze'].includes(kind)
  return state.gates.find((gate) => gate.id === id)?.evidence?.kind === 'pass'
}

/** A worker that has just taken over has seen nothing of a check, so that it has to pass for all its time anew. */
const isTakenOver = ({ kind, gate }: WaitReason, { state }: World): boolean =>
  kind === 'check' && state.run.watches.get(`gate:${gate}`)?.lookedAt == null

/** The same rollout in which one reason is left of a target's, and nobody else's clock runs out. */
function alone(there: Somewhere, target: Target, left: Timed, others: readonly WaitReason[]) {
  const made = without(there, target, others, { all: true })
  for (const gate of made.world.state.gates) if (gate.id !== left.gate) stopClock(gate)
  for (const gate of made.world.state.gates)
    if (gate.id !== left.gate && gate.spec.type === 'window') keepOpen(gate)
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
  // Some hundred in a usual run.
  afterAll(() => expect(met).toBeGreaterThan(30))

  it('is when a target starts that nothing else holds up, and not earlier', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const there = somewhere(one)
        const { now } = there.world
        for (const target of waitingIn(there.world)) {
          const reasons = reasonsOf(there, target)
          for (const left of reasons.filter(isTimed)) {
            if (!endsByItself(left, there.world) || isTakenOver(left, there.world)) continue
            met += 1
            const others = reasons.filter((reason) => reason !== left)
            const { world, target: it } = alone(there, target, left, others)
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

  it('is when the time of those is over who are asked to decide, and not earlier', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const there = somewhere(one)
        const { now } = there.world
        for (const target of waitingIn(there.world)) {
          const reasons = reasonsOf(there, target)
          for (const left of reasons.filter(isTimed)) {
            if (endsByItself(left, there.world)) continue
            met += 1
            const others = reasons.filter((reason) => reason !== left)
            const { world, target: it } = alone(there, target, left, others)
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
        somewhere(one, (there) => {
          const { now } = there.world
          for (const target of flyingIn(there.world)) {
            const [left] = inFlightReasons(there.world, target).filter(isTimed)
            if (!left || isAwaited(target, left, now)) continue
            met += 1
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
        })
      }),
      runs,
    )
  })
})

function flyingIn({ state: { head, targets } }: World): Target[] {
  if (head.rollback !== null || (head.state !== 'running' && head.state !== 'paused')) return []
  return [...targets.values()].filter(({ state }) => isInFlight(state))
}

function inFlightReasons({ state, now }: World, target: Target): WaitReason[] {
  const phase = phaseOf(state, target.phase)
  return explain({ state, phase, target, verdict: undefined, spreads: [], workerAlive: true, now })
}

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
