import type { Problem } from '@/lib/api/problem'
import { noteBuild } from './updated'

/** A call that was refused (`problem` says why) or never got an answer (`problem` is null). */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly problem: Problem | null,
  ) {
    super(message)
    this.name = 'ApiError'
  }

  /** Whether trying again later may help without changing anything. */
  get isOutage(): boolean {
    return this.problem === null || this.status === 503
  }
}

export interface CallOptions {
  /** Sent as JSON unless `contentType` says otherwise. */
  body?: unknown
  contentType?: string
  signal?: AbortSignal
  headers?: Record<string, string>
}

/**
 * Calls our own API with the session's cookie and gives the parsed answer (undefined for 204).
 * @throws ApiError for every refusal and for a server that cannot be reached.
 */
export async function api<T>(
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  { body, contentType = 'application/json', signal, headers }: CallOptions = {},
): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      signal,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': contentType }),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError('The server cannot be reached. Check your connection; nothing was changed.', 0, null)
  }
  noteBuild(response)
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T
  throw await refusal(response)
}

async function refusal(response: Response): Promise<ApiError> {
  const problem = await readProblem(response)
  if (response.status === 401) returnToSignIn()
  const words = problem?.detail ?? `The server answered ${response.status} without saying why.`
  return new ApiError(words, response.status, problem)
}

async function readProblem(response: Response): Promise<Problem | null> {
  try {
    const body: unknown = await response.json()
    const known = typeof body === 'object' && body !== null && 'detail' in body && 'code' in body
    return known ? (body as Problem) : null
  } catch {
    return null
  }
}

/** A session that ended: sign in, and come back to this very place. */
export function returnToSignIn(): void {
  if (typeof window === 'undefined' || window.location.pathname === '/sign-in') return
  const here = window.location.pathname + window.location.search
  window.location.assign(`/sign-in?from=${encodeURIComponent(here)}`)
}

/** Says in words what went wrong, whatever was thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'Something unexpected went wrong.'
