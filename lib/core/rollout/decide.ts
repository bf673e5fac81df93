import { absorb } from './absorb'
import { advance, nextGateAt } from './advance'
import { compare } from './compare'
import { maySend } from './course'
import { depart, heed, nextLookAt, sweep } from './depart'
import type { Look, Observation } from './observation'
import { type EngineState, type Runtime, Turn } from './state'
import { steer } from './steer'
import { nextRevertLookAt, turnBack } from './turn-back'
import { nextWatchAt, sight, watch } from './watch'
import type { Sighting } from './watch-memory'

/** What has come in since the last decision. */
export interface Inputs {
  readonly observations: readonly Observation[]
  readonly looks: readonly Look[]
  readonly sightings: readonly Sighting[]
}

/** A decision, and when to decide again if nothing comes in before; infinite = only something new can matter. */
export interface Decided {
  readonly turn: Turn
  readonly nextAt: number
}

/**
 * Decides everything that can be decided now. Deterministic: no clock, no randomness, no I/O; the same state,
 * inputs and moment give the same turn. Work follows what is due, not how many targets there are.
 *
 * The state is changed in place. The turn's rows are to be written in one transaction, and its effects done
 * only after that has committed; if it did not, this state is worth nothing and has to be loaded anew.
 *
 * The order is part of the meaning: what has happened counts before what may begin, so a failure that trips a
 * budget is seen before the slot that it frees is given away.
 */
export function decide(state: EngineState, run: Runtime, inputs: Inputs, now: number): Decided {
  const turn = new Turn()
  for (const observation of inputs.observations) absorb(state, run, turn, observation, now)
  for (const look of inputs.looks) heed(state, run, turn, look, now)
  for (const seen of inputs.sightings) sight(state, run, turn, seen, now)
  steerDue(state, run, turn, now)
  if (turnsNow(turn)) steerAll(state, run, turn, now)
  advance(state, turn, now)
  depart(state, run, turn, now)
  const more = sweep(state, run, turn, now)
  // What was skipped, cancelled or opened may have ended a step, a phase, the rollout.
  const decided = turn.changes.length
  if (!turn.empty) advance(state, turn, now)
  const opened = turn.changes.slice(decided).some(({ type }) => opens.has(type))
  // Nothing turns back before the rest of the rollout is closed.
  turnBack(state, run, turn, now)
  withhold(state, run, turn)
  watch(state, run, turn, now)
  compare(state, run, turn)
  return { turn, nextAt: more || opened ? now : nextAt(state, run, now) }
}

/** What lets targets start: where it comes after the starts of a turn, another turn follows at once. */
const opens: ReadonlySet<string> = new Set(['phase.started', 'phase.step_started'])

/** Looks at every target in flight: after a load, when nothing is known of timers and calls. */
export function resume(state: EngineState, run: Runtime, now: number): Turn {
  const turn = new Turn()
  steerAll(state, run, turn, now)
  return turn
}

/** Tells whether a budget has just ended the way forward: then everything in flight is seen with new eyes. */
const turnsNow = (turn: Turn): boolean =>
  turn.changes.some(({ type }) => type === 'rollout.aborting' || type === 'rollout.rolling_back')

function steerDue(state: EngineState, run: Runtime, turn: Turn, now: number): void {
  for (;;) {
    const timer = run.timers.peek()
    if (!timer || timer.at > now) return
    run.timers.pop()
    const { flight } = timer
    if (flight.wakeAt !== timer.at || run.flights.get(flight.target.id) !== flight) continue
    flight.wakeAt = Number.POSITIVE_INFINITY
    steer(state, run, turn, flight, now)
  }
}

function steerAll(state: EngineState, run: Runtime, turn: Turn, now: number): void {
  for (const flight of [...run.flights.values()]) {
    flight.wakeAt = Number.POSITIVE_INFINITY
    steer(state, run, turn, flight, now)
  }
}

/** A start that was decided a moment before the budget tripped in the same turn is not sent. */
function withhold(state: EngineState, run: Runtime, turn: Turn): void {
  if (turn.effects.length === 0) return
  const kept = turn.effects.filter(({ kind, target }) => {
    if (kind !== 'start' || maySend(state.head, target)) return true
    const flight = run.flights.get(target.id)
    if (flight) {
      flight.busy = null
      flight.sent = false
    }
    return false
  })
  turn.effects.splice(0, turn.effects.length, ...kept)
}

function nextAt(state: EngineState, run: Runtime, now: number): number {
  const timer = run.timers.peek()
  return Math.min(
    timer?.at ?? Number.POSITIVE_INFINITY,
    nextGateAt(state),
    nextLookAt(state, run, now),
    nextRevertLookAt(state, run, now),
    nextWatchAt(run),
  )
}
