import { record } from './apply'
import { isLast } from './course'
import { type Flight, isUnanswered } from './flight'
import type { RolloutHead } from './model'
import { fail } from './settle'
import type { EngineState, Turn } from './state'

/** How long a start without an answer is looked for before it is given up. */
const soughtMsMax = 60_000

/** Tells whether a start that may have begun something is only looked for: a rollback of others keeps it from being sent. */
const isHeldBack = (head: RolloutHead, { target, doubtful }: Flight): boolean =>
  head.state === 'rolling_back' && target.step === 'apply' && doubtful

/** Tells whether a flight has a start without an answer that is not sent again, but looked for. */
export const isSought = (head: RolloutHead, flight: Flight): boolean =>
  isUnanswered(flight) && (isLast(head, flight.target) || isHeldBack(head, flight))

/**
 * Ends an attempt whose start has no answer and is not sent again, as soon as it can be ended: what has surely
 * begun nothing is cancelled; what nobody could find for a minute is given up, and has failed, for it may run.
 * @returns whether it has ended.
 */
export function endUnanswered(state: EngineState, turn: Turn, flight: Flight, now: number): boolean {
  if (flight.busy !== null) return false
  if (!isSought(state.head, flight)) {
    flight.soughtSince = null
    return false
  }
  if (!flight.doubtful) {
    callOff(state, turn, flight, now)
    return true
  }
  flight.soughtSince ??= now
  if (now < flight.soughtSince + soughtMsMax) return false
  const message = `its start was not answered before ${whyLast(state)}, and nobody could say since whether it runs`
  const failure = { reason: 'lost', outcome: 'timed_out', message, mayRetry: false } as const
  fail(state, turn, flight.target, failure, now)
  return true
}

/** The moment at which a start that is looked for is given up; infinite = none is. */
export const givenUpAt = ({ soughtSince }: Flight): number =>
  soughtSince === null ? Number.POSITIVE_INFINITY : soughtSince + soughtMsMax

function callOff(state: EngineState, turn: Turn, { target, first }: Flight, now: number): void {
  const message = 'it had not begun'
  if (target.step === 'revert') {
    fail(state, turn, target, { reason: 'aborted', outcome: 'cancelled', message, mayRetry: false }, now)
    return
  }
  const data = { reason: 'aborted', message, ...(first ? { untouched: true } : null) } as const
  record(state, turn, { type: 'target.cancelled', target, data }, now)
}

const whyLast = ({ head }: EngineState): string =>
  head.state === 'aborting' ? 'the abort' : 'the rollback began'
