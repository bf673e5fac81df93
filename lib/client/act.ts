import { unstable_isUnrecognizedActionError as isUnrecognized } from 'next/navigation'
import type { ActionResult } from '@/lib/api/problem'
import { ApiError, returnToSignIn } from './api'
import { noteUpdated } from './updated'

/**
 * Waits for a server action and gives what it answered.
 * @throws ApiError for every refusal and for a server that cannot be reached, as `api` does.
 */
export async function act<T>(call: Promise<ActionResult<T>>): Promise<T> {
  let result: ActionResult<T>
  try {
    result = await call
  } catch (error) {
    if (isUnrecognized(error)) noteUpdated()
    throw new ApiError(whyUnanswered(error), 0, null)
  }
  if (result.ok) return result.value
  if (result.problem.status === 401) returnToSignIn()
  throw new ApiError(result.problem.detail, result.problem.status, result.problem)
}

const whyUnanswered = (error: unknown): string =>
  isUnrecognized(error)
    ? 'The console was updated. Reload this page and try again; nothing was changed.'
    : 'The server gave no answer. Look whether it was done before trying again.'
