import { randomUUID } from 'node:crypto'
import type { Problem } from '@/lib/api/problem'
import type { Logger } from '../log'
import { toProblem } from '../to-problem'

/** Reads what was thrown as a problem, and logs it when nobody expected it. */
export function problemOf(error: unknown, log: Logger, what: string): Problem {
  const problem = toProblem(error, randomUUID())
  if (problem.code === 'internal')
    log.error({ error, requestId: problem.requestId, what }, 'unexpected error')
  else if (problem.code === 'unavailable') log.warn({ error, what }, problem.detail)
  return problem
}

/** Answers with a problem (RFC 9457). */
export function problemResponse(problem: Problem): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  if (problem.retryAfterSeconds !== undefined) headers.set('retry-after', String(problem.retryAfterSeconds))
  if (problem.status === 401) headers.set('www-authenticate', 'Bearer realm="Cluster Upgrader"')
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}
