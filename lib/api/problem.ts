import type { ErrorCode } from '@/lib/core/shared/error-codes'

/** One thing wrong with an input: where (JSON pointer, or line and column of a text), what, and what to do. */
export interface ProblemError {
  pointer?: string
  line?: number
  column?: number
  message: string
  suggestion?: string
}

/** The body of every refusal, after RFC 9457; `detail` is meant for people. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: ErrorCode
  errors?: ProblemError[]
  /** The present state, for conflicts: what the caller should have known. */
  state?: unknown
  retryAfterSeconds?: number
  /** Finds the log lines of an internal error. */
  requestId?: string
}

/** What a server action answers: never an exception for a refusal that is expected. */
export type ActionResult<T> = { ok: true; value: T } | { ok: false; problem: Problem }
