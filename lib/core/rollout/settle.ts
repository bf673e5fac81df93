import { record } from './apply'
import { tripBudgets } from './budget'
import { jitter } from './flight'
import type { AttemptOutcome, ReasonCode, Target } from './model'
import type { EngineState, Turn } from './state'

/** The apply has worked, or the checks after it have passed: on to the checks, or to rest. */
export function succeed(
  state: EngineState,
  turn: Turn,
  target: Target,
  message: string | null,
  now: number,
): void {
  const data = message ? { message } : null
  const verifies = state.head.rules.operation.verify.length > 0
  if (target.step === 'apply' && verifies) {
    record(state, turn, { type: 'target.verifying', target, data }, now)
  } else {
    record(state, turn, { type: 'target.succeeded', target, data }, now)
  }
}

/** How an attempt has failed, and whether another one may follow by itself. */
export interface Failure {
  readonly reason: ReasonCode
  readonly outcome: AttemptOutcome
  readonly message: string | null
  /** True only when nothing of the failed attempt can act any more. */
  readonly mayRetry: boolean
}

/**
 * Ends an attempt that did not work: another one after a pause that doubles, or the target has failed and is
 * charged. Checks are not repeated as attempts (they have patience of their own), and an apply that worked is
 * never repeated because its checks did not pass.
 */
export function fail(state: EngineState, turn: Turn, target: Target, failure: Failure, now: number): void {
  const { head } = state
  const { attempts, backoffMs, maxBackoffMs } = head.rules.operation.retry
  const again = failure.mayRetry && target.step === 'apply' && head.state !== 'aborting'
  if (again && target.attempts < attempts) {
    const wait = Math.min(maxBackoffMs, backoffMs * 2 ** (target.attempts - 1))
    const retryAt = now + jitter(wait, target.id, target.generation)
    const { outcome, message } = failure
    record(state, turn, { type: 'target.attempt_ended', target, data: { outcome, message, retryAt } }, now)
    return
  }
  const { reason, outcome, message } = failure
  const late = head.state !== 'running'
  record(
    state,
    turn,
    {
      type: 'target.failed',
      target,
      data: late ? { reason, outcome, message, afterTrip: true } : { reason, outcome, message },
    },
    now,
  )
  tripBudgets(state, turn, target.phase, now)
}
