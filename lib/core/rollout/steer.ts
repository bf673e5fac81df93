import { formatDuration } from '@/lib/core/shared/duration'
import { record } from './apply'
import { isLast, isUnwanted, maySend } from './course'
import type { Busy, Flight } from './flight'
import { endUnanswered, givenUpAt, isSought } from './last-start'
import type { Step } from './model'
import { whyAnew } from './preflight'
import { reportUnsaid, unsaidAt } from './progress'
import { fail, failLast } from './settle'
import type { EngineState, Runtime, Turn } from './state'

/** How often a cancel is asked for, and how long until its target is given up: fenced off, and failed. */
const cancelMs = 5_000
const cancelMsMax = 60_000

/**
 * Decides what to do next for a target in flight, and sets its timer. One call to the driver at a time; what
 * could start something outside is only sent while the rollout runs.
 */
export function steer(state: EngineState, run: Runtime, turn: Turn, flight: Flight, now: number): void {
  if (flight.target.attemptAt === null) {
    steerBetweenAttempts(state, run, turn, flight, now)
    return
  }
  const anew = state.head.state === 'running' && flight.busy === null ? whyAnew(flight, now) : null
  if (anew) {
    const { target } = flight
    record(state, turn, { type: 'target.preflight_repeated', target, data: { message: anew } }, now)
    const next = run.flights.get(target.id)
    if (next) steer(state, run, turn, next, now)
    return
  }
  reportUnsaid(state, turn, flight, now)
  if (endUnanswered(state, turn, flight, now)) return
  if (wantsEnd(state, flight, now)) {
    end(state, run, turn, flight, now)
    return
  }

  const { target } = flight
  const called = flight.busy !== null || flight.pollAt > now
  if (target.step === 'preflight') {
    if (state.head.state !== 'running') flight.sent = false
    else if (!called) {
      flight.sent = true
      call(turn, flight, 'preflight')
    }
  } else if (!called && (target.step === 'verify' || target.operationRef !== null)) {
    call(turn, flight, target.step === 'verify' ? 'verify' : 'observe')
  } else if (!called) {
    askToStart(state, turn, flight, now)
  }
  arm(run, flight, nextLook(state, flight))
}

/** Sends a start that has no answer yet, if it may be sent: for the first time, again, or after a crash. */
function askToStart(state: EngineState, turn: Turn, flight: Flight, now: number): void {
  const { target } = flight
  const { head } = state
  if (isSought(head, flight)) {
    call(turn, flight, 'observe')
    return
  }
  if (!maySend(head, target)) {
    flight.sent = false
    return
  }
  if ((target.retryAt ?? 0) > now) return
  if (!flight.sent && target.deadlineAt !== null && target.deadlineAt <= now) {
    // Its time ran out while nobody was allowed to send it.
    const deadlineAt = now + head.rules.operation.timeoutMs
    const data = { message: 'its start was held back', retryAt: now, deadlineAt }
    record(state, turn, { type: 'target.start_delayed', target, data }, now)
  }
  flight.sent = true
  call(turn, flight, 'start')
}

/** The moment at which a flight has to be looked at again even if nothing comes back. */
function nextLook(state: EngineState, flight: Flight): number {
  const { target, busy } = flight
  const never = Number.POSITIVE_INFINITY
  const mayGo = maySend(state.head, target)
  const counts = clockRuns(state, flight)
  const deadline = counts ? (target.deadlineAt ?? never) : never
  // A start that was put off and is not sent any more is looked for at once.
  const sought = isSought(state.head, flight)
  const retryAt = sought ? null : target.retryAt
  const looks = target.step !== 'preflight' && counts && retryAt === null
  const goesOn = busy === null && (mayGo || sought || looks)
  const pollAt = goesOn ? Math.max(flight.pollAt, retryAt ?? 0) : never
  return Math.min(deadline, unsaidAt(flight), pollAt, busy === null ? givenUpAt(flight) : never)
}

function steerBetweenAttempts(
  state: EngineState,
  run: Runtime,
  turn: Turn,
  flight: Flight,
  now: number,
): void {
  const { target } = flight
  const { head } = state
  if (isLast(head, target)) {
    // The last attempt has failed, and there will be no other.
    failLast(state, turn, target, { reason: 'error', outcome: 'failed', message: target.message }, now)
    return
  }
  if (!maySend(head, target)) return
  const retryAt = target.retryAt ?? now
  if (retryAt > now) {
    arm(run, flight, retryAt)
    return
  }
  record(state, turn, { type: 'target.attempt_started', target }, now)
  const next = run.flights.get(target.id)
  if (next) steer(state, run, turn, next, now)
}

/** Tells whether the attempt is to be ended from outside: it is overdue, or whoever stops all wants it cancelled. */
function wantsEnd(state: EngineState, flight: Flight, now: number): boolean {
  if (isOverdue(state, flight, now)) return true
  // Nothing was sent yet, and nothing will be.
  if (flight.target.step === 'preflight') return isLast(state.head, flight.target)
  if (!isUnwanted(state.head, flight.target)) return false
  // An end that nobody confirms must not keep one from seeing how the attempt goes on.
  return flight.cancelSince === null || now - flight.cancelSince < cancelMsMax
}

/** Tells whether the attempt has taken too long. */
export function isOverdue(state: EngineState, flight: Flight, now: number): boolean {
  const { deadlineAt } = flight.target
  return deadlineAt !== null && deadlineAt <= now && clockRuns(state, flight)
}

/** Time counts from when something may have been sent: what a pause holds back does not run out. */
const clockRuns = ({ head }: EngineState, { target, sent }: Flight): boolean =>
  sent || target.operationRef !== null || target.step === 'verify' || isLast(head, target)

/** Asks the driver to cancel until it confirms; gives up after a while, and never tries again by itself then. */
function end(state: EngineState, run: Runtime, turn: Turn, flight: Flight, now: number): void {
  const { target } = flight
  if (target.step === 'preflight' || target.step === 'verify') {
    endChecks(state, turn, flight, now)
    return
  }
  flight.cancelSince ??= now
  const giveUpAt = flight.cancelSince + cancelMsMax
  if (now >= giveUpAt) {
    const message = `took longer than ${allowed(state)}, and the driver did not confirm its end`
    fail(state, turn, target, { reason: 'timed_out', outcome: 'timed_out', message, mayRetry: false }, now)
    return
  }
  const observable = target.operationRef !== null
  if (flight.busy === null && flight.cancelAt <= now) {
    flight.cancelAt = now + cancelMs
    call(turn, flight, 'cancel')
  } else if (flight.busy === null && observable && flight.pollAt <= now) {
    call(turn, flight, 'observe')
  }
  const lookAt = observable && flight.busy === null ? flight.pollAt : giveUpAt
  arm(run, flight, flight.busy === null ? Math.min(giveUpAt, flight.cancelAt, lookAt) : giveUpAt)
}

/** Checks only look: nothing outside has to be stopped. */
function endChecks(state: EngineState, turn: Turn, flight: Flight, now: number): void {
  const { target } = flight
  const calledOff = target.step === 'preflight' && isLast(state.head, target)
  if (isOverdue(state, flight, now) && !calledOff) {
    const message = target.message ?? 'its checks did not pass in time'
    const failure = {
      reason: failureOf(target.step),
      outcome: 'timed_out',
      message,
      mayRetry: false,
    } as const
    fail(state, turn, target, failure, now)
    return
  }
  const message = target.step === 'verify' ? 'it had worked; its checks were broken off' : null
  record(state, turn, { type: 'target.cancelled', target, data: { reason: 'aborted', message } }, now)
}

function call(turn: Turn, flight: Flight, kind: Busy): void {
  flight.busy = kind
  const { target, generation } = flight
  turn.effects.push({ kind, target, generation, step: target.step ?? 'apply' })
}

/** The reason of a target whose attempt at a step has failed. */
export function failureOf(step: Step | null): 'error' | 'preflight_failed' | 'verify_failed' {
  if (step === 'preflight') return 'preflight_failed'
  return step === 'verify' ? 'verify_failed' : 'error'
}

/** Sets the moment at which the flight is looked at again, whatever happens before. */
function arm(run: Runtime, flight: Flight, at: number): void {
  if (at === flight.wakeAt) return
  flight.wakeAt = at
  if (at !== Number.POSITIVE_INFINITY) run.timers.push({ at, flight })
}

/** The time an attempt may take, in words. */
export const allowed = (state: EngineState): string => formatDuration(state.head.rules.operation.timeoutMs)
