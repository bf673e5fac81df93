import type { Condition, Expression } from '@/lib/core/expression/expression'
import { excerpt } from '@/lib/core/shared/suggest'
import { type Evaluation, redact } from '../context'
import type { Observation } from '../driver'
import type { Exchange } from './exchange'

/** How an operation says that it is over. */
export interface Judgement {
  readonly everyMs: number
  readonly succeeded: Condition
  readonly failed: Condition | null
  readonly progress: Expression | null
  readonly message: Expression | null
}

/**
 * Judges a good answer to a poll. Failure weighs more than success; success is only what `succeeded` answers
 * true to; and when that cannot be answered (no such member, not JSON), nothing was learnt.
 */
export function judge(
  by: Judgement,
  sent: Exchange & { kind: 'answered' },
  evaluation: Evaluation,
): Observation {
  if (!sent.readable) return unknown(`${sent.summary}, but not with JSON`)
  const context = { ...evaluation.context, response: sent.response }
  const { options } = evaluation
  const message = said(by.message?.evaluate(context, options), evaluation)
  const failed = by.failed?.evaluate(context, options)
  if (failed?.ok && failed.value) return { kind: 'failed', message: message ?? 'the operation failed' }
  const succeeded = by.succeeded.evaluate(context, options)
  if (!succeeded.ok)
    return unknown(`${sent.summary}, but "succeeded" has no answer: ${succeeded.error.message}`)
  if (succeeded.value) return message === null ? { kind: 'succeeded' } : { kind: 'succeeded', message }
  return {
    kind: 'running',
    progress: fraction(by.progress?.evaluate(context, options)),
    message,
    pollAfterMs: by.everyMs,
  }
}

type Answer = ReturnType<Expression['evaluate']> | undefined

function fraction(answer: Answer): number | null {
  return answer?.ok && typeof answer.value === 'number' ? Math.min(1, Math.max(0, answer.value)) : null
}

function said(answer: Answer, evaluation: Evaluation): string | null {
  if (!answer?.ok || answer.value === null || answer.value === '') return null
  const text = typeof answer.value === 'string' ? answer.value : JSON.stringify(answer.value)
  return excerpt(redact(text, evaluation.options.secrets), 500)
}

function unknown(message: string): Observation {
  return { kind: 'transient', message, retryAfterMs: null }
}
