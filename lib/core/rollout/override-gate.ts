import { ok, type Result } from '@/lib/core/shared/result'
import { record } from './apply'
import type { Gate, RolloutHead } from './model'
import { type Refusal, refuse } from './refusal'
import type { EngineState, Turn } from './state'

/** Somebody opens a gate in spite of what it waits for, and answers for it with a reason. */
export interface OverrideCommand {
  readonly type: 'override-gate'
  readonly gate: string
  readonly reason: string
  readonly userId: number
  readonly user: string
}

/**
 * Opens a gate that asks, was rejected or has expired, until its phase is opened again. It resumes nothing: a
 * rollout that paused because of the gate goes on when somebody resumes it.
 */
export function overrideGate(
  state: EngineState,
  turn: Turn,
  { gate: id, reason, userId, user }: OverrideCommand,
  now: number,
): Result<Turn, Refusal> {
  const gate = state.gates.find((one) => one.id === id)
  if (!gate) return refuse('not_found', `This rollout has no gate “${id}”.`)
  const closed = whyNotOverridable(state.head, gate)
  if (closed) return refuse('conflict', closed, gate.state)
  record(state, turn, { type: 'gate.overridden', gate, data: { userId, user, reason } }, now)
  return ok(turn)
}

/** Says why there is nothing to override at this moment; null = there is. */
function whyNotOverridable(head: RolloutHead, gate: Gate): string | null {
  if (head.rollback !== null) return 'This rollout is being rolled back: its gates hold up nothing.'
  if (head.state !== 'running' && head.state !== 'paused') {
    return `This rollout is ${head.state.replaceAll('_', ' ')}.`
  }
  if (gate.state === 'open') return 'This gate is open already.'
  if (gate.state === 'closed' && gate.requestedAt === null) {
    return 'This gate does not ask yet: what comes before it is not done.'
  }
  return null
}
