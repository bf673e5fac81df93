import type { Problem, ProblemError } from '@/lib/api/problem'
import { AppError, type ErrorCode, type FieldProblem } from './errors'
import { isUnavailable, isUnstorable } from './outages'

/** The HTTP answer to each code; the one place where they meet. */
const http: Record<ErrorCode, { status: number; title: string }> = {
  invalid: { status: 400, title: 'Invalid input' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict with the present state' },
  stale: { status: 409, title: 'Something changed meanwhile' },
  too_large: { status: 413, title: 'Too large' },
  rate_limited: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not available at the moment' },
  internal: { status: 500, title: 'Internal error' },
}

/** Turns whatever was thrown into what the caller may know; what is not expected becomes `internal`, silent. */
export function toProblem(error: unknown, requestId: string): Problem {
  const known = asAppError(error)
  const code = known?.code ?? 'internal'
  const { status, title } = http[code]
  const problem: Problem = {
    type: `urn:cluster-upgrader:problem:${code}`,
    title,
    status,
    detail: known?.message ?? `Something went wrong on our side. The log has it under ${requestId}.`,
    code,
  }
  if (known?.details.problems) problem.errors = known.details.problems.map(toProblemError)
  if (known?.details.state !== undefined) problem.state = known.details.state
  if (known?.details.retryAfterSeconds !== undefined) {
    problem.retryAfterSeconds = known.details.retryAfterSeconds
  }
  if (!known) problem.requestId = requestId
  return problem
}

/** Reads an error as an expected refusal: our own, or an outage or unstorable text that Postgres reports. */
export function asAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error
  if (isUnavailable(error)) {
    const message =
      'The database cannot be reached. Nothing was changed; this goes on by itself when it is back.'
    return new AppError('unavailable', message, { retryAfterSeconds: 5 })
  }
  if (isUnstorable(error)) {
    return new AppError('invalid', 'A text holds characters that cannot be stored, such as NUL.')
  }
  return null
}

function toProblemError({ path, line, column, message, suggestion }: FieldProblem): ProblemError {
  const error: ProblemError = { message }
  if (path && path.length > 0) error.pointer = toPointer(path)
  if (line !== undefined) error.line = line
  if (column !== undefined) error.column = column
  if (suggestion !== undefined) error.suggestion = suggestion
  return error
}

/** Writes a path as a JSON pointer (RFC 6901): `/phases/0/maxInFlight`. */
export function toPointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
