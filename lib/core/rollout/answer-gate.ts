import { ok, type Result } from '@/lib/core/shared/result'
import { record } from './apply'
import { planWords, staleWords, whyNotAsking } from './decide-gate'
import type { Gate } from './model'
import { type Refusal, refuse } from './refusal'
import type { EngineState, Turn } from './state'

/** What an outside system says about a webhook gate; who it is has been made sure of before. */
export interface AnswerCommand {
  readonly type: 'answer-gate'
  readonly gate: string
  readonly verdict: 'open' | 'refuse'
  readonly reason: string | null
  /** The round of the gate and the plan that it was asked about: an answer to another question does not count. */
  readonly round: number
  readonly planHash: string
  /** Clusters whose target failed after the newest event that it says it had seen. */
  readonly failedSince: readonly string[]
}

/** Opens a webhook gate, or refuses it, which pauses the rollout; as with approvals, only the question that is asked now. */
export function answerGate(
  state: EngineState,
  turn: Turn,
  asked: AnswerCommand,
  now: number,
): Result<Turn, Refusal> {
  const { head } = state
  const gate = state.gates.find(({ id }) => id === asked.gate)
  if (!gate) return refuse('not_found', `This rollout has no gate “${asked.gate}”.`)
  if (gate.spec.type !== 'webhook') {
    return refuse('conflict', 'This gate is not opened by an outside system.', gate.state)
  }
  if (asked.round !== gate.round) {
    const words = `This answers round ${asked.round} of the gate, which is in round ${gate.round} now.`
    return refuse('stale', words, { round: gate.round, asked: asked.round })
  }
  if (asked.planHash !== head.planHash) {
    const { planHash } = head
    return refuse('stale', planWords(asked.planHash, planHash), { planHash, asked: asked.planHash })
  }
  const closed = whyNotAsking(head, gate, now)
  if (closed) return refuse('conflict', closed, gate.state)
  if (asked.verdict === 'open' && asked.failedSince.length > 0) {
    return refuse('stale', staleWords(asked.failedSince, 'approve'), { failedSince: asked.failedSince })
  }
  answered(state, turn, gate, gate.spec.name, asked, now)
  return ok(turn)
}

function answered(
  state: EngineState,
  turn: Turn,
  gate: Gate,
  name: string,
  { verdict, reason }: AnswerCommand,
  now: number,
): void {
  const opens = verdict === 'open'
  const message = reason ?? 'no reason given'
  const data = { kind: opens ? 'pass' : 'fail', message, observed: null, at: now } as const
  record(state, turn, { type: 'gate.answered', gate, data }, now)
  if (opens) {
    record(state, turn, { type: 'gate.opened', gate, data: null }, now)
    return
  }
  record(state, turn, { type: 'gate.rejected', gate }, now)
  if (state.head.state !== 'running') return
  const detail = `${name} refused ${gate.id}: ${message}`
  record(state, turn, { type: 'rollout.paused', data: { cause: 'gate_rejected', detail } }, now)
}
