import { record } from './apply'
import { type Flight, isUnanswered, jitter } from './flight'
import type { Answer, Observation } from './observation'
import { clear } from './preflight'
import { report, reportLast } from './progress'
import { fail, succeed } from './settle'
import type { EngineState, Runtime, Turn } from './state'
import { allowed, failureOf, isOverdue, steer } from './steer'

/** Longest pause before a start that was answered "not now" is sent again, unless the driver names a longer. */
const delayMsMax = 60_000
/** Shortest pauses, whatever an operation or a driver says: nothing may spin. */
const delayMsMin = 500
const pollMsMin = 50
/** Pause after a look that taught nothing, and before asking again after a call that was not made. */
const unknownMs = 5_000
const withheldMs = 1_000

/**
 * Takes in what came back about one attempt. What belongs to an older attempt, or to a target at rest, is
 * written down and changes nothing: its fencing token is old.
 */
export function absorb(
  state: EngineState,
  run: Runtime,
  turn: Turn,
  observation: Observation,
  now: number,
): void {
  const target = state.targets.get(observation.targetId)
  if (!target) return
  const flight = run.flights.get(target.id)
  const { answer } = observation
  if (!flight || flight.generation !== observation.generation || target.attemptAt === null) {
    if (answer.kind === 'withheld' || answer.kind === 'cancel' || answer.kind === 'unknown') return
    const message = 'message' in answer ? answer.message : null
    const data = { generation: observation.generation, kind: answer.kind, message }
    record(state, turn, { type: 'target.late_answer', target, data }, now)
    return
  }
  flight.busy = null
  if (answer.kind !== 'withheld') flight.provenAt = null
  take(state, run, turn, flight, answer, now)
  const still = run.flights.get(target.id)
  if (still) steer(state, run, turn, still, now)
}

function take(
  state: EngineState,
  run: Runtime,
  turn: Turn,
  flight: Flight,
  answer: Answer,
  now: number,
): void {
  const { target } = flight
  switch (answer.kind) {
    case 'accepted':
      flight.delays = 0
      flight.pollAt = now + jitter(Math.max(pollMsMin, answer.pollAfterMs), target.id, 0)
      record(state, turn, { type: 'target.accepted', target, data: { operationId: answer.operationId } }, now)
      return
    case 'delayed':
      delay(state, turn, flight, answer, now)
      return
    case 'succeeded':
      reportLast(state, turn, flight, answer.nodes ?? null, now)
      if (target.step === 'preflight') clear(state, run, turn, flight, now)
      else succeed(state, turn, target, answer.message, now)
      return
    case 'failed': {
      reportLast(state, turn, flight, answer.nodes ?? null, now)
      const reason = failureOf(target.step)
      fail(state, turn, target, { reason, outcome: 'failed', message: answer.message, mayRetry: true }, now)
      return
    }
    case 'lost':
      reportLast(state, turn, flight, null, now)
      fail(
        state,
        turn,
        target,
        { reason: 'lost', outcome: 'lost', message: answer.message, mayRetry: true },
        now,
      )
      return
    case 'running':
      flight.polls += 1
      flight.pollAt = now + jitter(Math.max(pollMsMin, answer.pollAfterMs), target.id, flight.polls)
      // It was looked for by its key, and found.
      if (isUnanswered(flight))
        record(state, turn, { type: 'target.accepted', target, data: { operationId: null } }, now)
      report(state, turn, flight, answer, now)
      return
    case 'unknown':
      flight.polls += 1
      flight.pollAt =
        now + jitter(Math.max(pollMsMin, answer.retryAfterMs ?? unknownMs), target.id, flight.polls)
      report(state, turn, flight, { progress: null, message: answer.message, nodes: null }, now)
      return
    case 'cancel':
      if (!answer.confirmed) return
      reportLast(state, turn, flight, null, now)
      cancelled(state, turn, flight, answer.message, now)
      return
    case 'withheld':
      // Whoever withheld it knows more than this state does; do not ask again at once.
      flight.sent = false
      flight.pollAt = now + withheldMs
      return
  }
}

/** Puts a start off: later and later, not before what the driver asked for, and not for ever. */
function delay(
  state: EngineState,
  turn: Turn,
  flight: Flight,
  answer: Extract<Answer, { kind: 'delayed' }>,
  now: number,
): void {
  const { target } = flight
  const { retry } = state.head.rules.operation
  if (!answer.notBegun) flight.doubtful = true
  const { unreachable } = state.phases[target.phase]?.rules ?? {}
  const mayLeave = unreachable?.then === 'skip' && target.step !== 'revert'
  if (unreachable && target.attemptAt !== null && now - target.attemptAt >= unreachable.waitMs) {
    const message = `was not reached: ${answer.message}`
    if (mayLeave) {
      record(state, turn, { type: 'target.skipped', target, data: { reason: 'unreachable', message } }, now)
    } else {
      fail(state, turn, target, { reason: 'unreachable', outcome: 'failed', message, mayRetry: false }, now)
    }
    return
  }
  const wanted = Math.min(retry.maxBackoffMs, delayMsMax, retry.backoffMs * 2 ** Math.min(flight.delays, 20))
  const wait = Math.max(delayMsMin, wanted)
  flight.delays += 1
  const retryAt = now + Math.max(answer.retryAfterMs ?? 0, jitter(wait, target.id, flight.delays))
  record(
    state,
    turn,
    { type: 'target.start_delayed', target, data: { message: answer.message, retryAt } },
    now,
  )
}

/** The driver has confirmed that the attempt acts no more. */
function cancelled(
  state: EngineState,
  turn: Turn,
  flight: Flight,
  message: string | null,
  now: number,
): void {
  const { target } = flight
  if (isOverdue(state, flight, now)) {
    const words = message ?? `took longer than ${allowed(state)} and was cancelled`
    fail(
      state,
      turn,
      target,
      { reason: 'timed_out', outcome: 'timed_out', message: words, mayRetry: true },
      now,
    )
  } else if (target.step === 'revert') {
    fail(state, turn, target, { reason: 'aborted', outcome: 'cancelled', message, mayRetry: false }, now)
  } else {
    const data = { reason: 'aborted', message } as const
    record(state, turn, { type: 'target.cancelled', target, data }, now)
  }
}
