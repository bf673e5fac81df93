import { record } from './apply'
import { tripBudgets, tripRevertBudgets } from './budget'
import { isLast } from './course'
import { jitter } from './flight'
import type { AttemptOutcome, ReasonCode, Target } from './model'
import type { EngineState, Turn } from './state'

/** The apply or the way back has worked, or the checks have passed: on to the checks, or to rest. */
export function succeed(
  state: EngineState,
  turn: Turn,
  target: Target,
  message: string | null,
  now: number,
): void {
  const data = message ? { message } : null
  if (target.step === 'revert') {
    record(state, turn, { type: 'target.reverted', target, data }, now)
    return
  }
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
  const again = failure.mayRetry && isRepeated(target) && !isLast(head, target)
  if (again && target.attempts < attempts) {
    const wait = Math.min(maxBackoffMs, backoffMs * 2 ** (target.attempts - 1))
    const retryAt = now + jitter(wait, target.id, target.generation)
    const { outcome, message } = failure
    record(state, turn, { type: 'target.attempt_ended', target, data: { outcome, message, retryAt } }, now)
    return
  }
  failLast(state, turn, target, failure, now)
}

/** Checks have patience of their own; what reaches for the cluster is tried again. */
const isRepeated = ({ step }: Target): boolean => step === 'apply' || step === 'revert'

/** The target has failed for good, on its way there or back; whatever budget this exhausts takes its course. */
export function failLast(
  state: EngineState,
  turn: Turn,
  target: Target,
  { reason, outcome, message }: Omit<Failure, 'mayRetry'>,
  now: number,
): void {
  const { head } = state
  if (target.step === 'revert') {
    record(state, turn, { type: 'target.revert_failed', target, data: { reason, outcome, message } }, now)
    tripRevertBudgets(state, turn, target.phase, now)
    return
  }
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
