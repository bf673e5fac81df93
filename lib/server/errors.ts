import type { ErrorCode } from '@/lib/core/shared/error-codes'

export type { ErrorCode } from '@/lib/core/shared/error-codes'

/** One thing wrong with an input: where (`path`, or line and column of a text), what, and what to do. */
export interface FieldProblem {
  path?: readonly (string | number)[]
  line?: number
  column?: number
  message: string
  suggestion?: string
}

/** A refusal that is shown to whoever asked: what is wrong, where, and what to do. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: {
      problems?: readonly FieldProblem[]
      retryAfterSeconds?: number
      /** The present state, for conflicts: what the caller should have known. */
      state?: unknown
    } = {},
  ) {
    super(message)
    this.name = 'AppError'
  }
}

/** Returns the row, or throws `not_found` with the noun and name the reader used. */
export function found<T>(row: T | null | undefined, noun: string, name: string | number): T {
  if (row === null || row === undefined) throw new AppError('not_found', `There is no ${noun} “${name}”.`)
  return row
}
