import type { VerifyRound } from '@/lib/checks/verify'
import type { NodeStatus } from '@/lib/core/rollout/model'
import type { Answer } from '@/lib/core/rollout/observation'
import type { CancelAnswer, NodeProgress, Observation, StartAnswer } from '@/lib/drivers/driver'

/** Puts what a driver says to a start into the core's words. */
export function startAnswer(answer: StartAnswer): Answer {
  switch (answer.kind) {
    case 'done':
      return { kind: 'succeeded', message: answer.message ?? null }
    case 'transient':
      return { ...answer, kind: 'delayed' }
    case 'accepted':
    case 'failed':
      return answer
  }
}

/** Puts what a driver has seen into the core's words. */
export function observeAnswer(answer: Observation): Answer {
  switch (answer.kind) {
    case 'running':
      return { ...answer, nodes: nodesByName(answer.nodes) }
    case 'succeeded':
      return { kind: 'succeeded', message: answer.message ?? null, nodes: nodesByName(answer.nodes) }
    case 'failed':
      return { ...answer, nodes: nodesByName(answer.nodes) }
    case 'transient':
      return { kind: 'unknown', message: answer.message, retryAfterMs: answer.retryAfterMs }
    case 'lost':
      return answer
  }
}

/** Puts what a driver says to a cancel into the core's words. */
export const cancelAnswer = ({ confirmed, succeeded, message }: CancelAnswer): Answer =>
  succeeded
    ? { kind: 'succeeded', message: message ?? null }
    : { kind: 'cancel', confirmed, message: message ?? null }

/** Puts a round of checks into the core's words. */
export function verifyAnswer(round: VerifyRound): Answer {
  switch (round.verdict) {
    case 'passed':
      return { kind: 'succeeded', message: null }
    case 'failed':
      return { kind: 'failed', message: round.message }
    case 'waiting': {
      const { message, pollAfterMs } = round
      return { kind: 'running', progress: null, message, nodes: null, pollAfterMs }
    }
  }
}

const nodesByName = (nodes: readonly NodeProgress[] | undefined): Record<string, NodeStatus> | null =>
  nodes ? Object.fromEntries(nodes.map(({ name, state, message }) => [name, { state, message }])) : null
