import { readSource } from '@/lib/core/document/source'
import type { RefusedPart } from '@/lib/core/rollout/refusal'
import { AppError } from '@/lib/server/errors'

/**
 * Makes the refusal of a document that is right as such and cannot hold here and now: each part with its key and,
 * where it came as a text, its line.
 */
export function refusedParts(parts: readonly RefusedPart[], written: unknown): AppError {
  const source = typeof written === 'string' ? readSource(written).source : null
  const problems = parts.map(({ path, message }) => ({ path, message, ...source?.locate(path, 'key') }))
  const words = problems.map(({ line, message }) =>
    line === undefined ? message : `Line ${line}: ${message}`,
  )
  return new AppError('conflict', words.join(' '), { problems })
}
