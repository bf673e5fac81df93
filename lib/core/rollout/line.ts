import { ok, type Result } from '@/lib/core/shared/result'
import { record } from './apply'
import { someBudgetExhausted } from './budget'
import { type Refusal, refuse } from './refusal'
import { resumeRollback } from './rollback'
import type { EngineState, Turn } from './state'
import type { PauseCause } from './states'
import { someStopFired } from './stop'

/** Lets a rollout go that the stop of the line had paused. */
export interface ReleaseCommand {
  readonly type: 'release'
  readonly reason: string | null
}

/**
 * Lets a rollout go on after a stop of the line, as if it had not been stopped. What would have paused it
 * meanwhile pauses it now: a release accepts no failures and answers no gate.
 */
export function release(
  state: EngineState,
  turn: Turn,
  { reason }: ReleaseCommand,
  now: number,
): Result<Turn, Refusal> {
  const { head } = state
  if (head.state !== 'paused' || head.pauseCause !== 'stop_the_line') {
    return refuse('conflict', 'This rollout is not held by a stop of the line.', head.state)
  }
  if (head.rollback !== null) {
    return resumeRollback(state, turn, { reason, acknowledge: null, userId: null }, now)
  }
  const other = otherCause(state)
  if (other) {
    const [cause, detail] = other
    record(state, turn, { type: 'rollout.paused', data: { cause, detail } }, now)
  } else {
    const data = { reason, acknowledged: 0, overriderId: null }
    record(state, turn, { type: 'rollout.resumed', data }, now)
  }
  return ok(turn)
}

function otherCause(state: EngineState): readonly [PauseCause, string] | null {
  if (someBudgetExhausted(state)) return ['budget', 'what failed while the line was stopped was one too many']
  if (someStopFired(state)) return ['guard', 'a statistical stop fired while the line was stopped']
  const rejected = state.gates.find((gate) => gate.state === 'rejected')
  if (rejected) return ['gate_rejected', `${rejected.id} was rejected while the line was stopped`]
  const expired = state.gates.find((gate) => gate.state === 'expired')
  if (expired) return ['gate_expired', `${expired.id} expired while the line was stopped`]
  return null
}
