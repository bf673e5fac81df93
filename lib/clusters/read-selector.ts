import type { Selector } from '@/lib/core/selector/ast'
import { formatSelectorError } from '@/lib/core/selector/error'
import { parseSelector } from '@/lib/core/selector/parse'
import { AppError } from '@/lib/server/errors'

/**
 * Parses a selector that somebody sent.
 * @param field where it stood in their input, for the problem's path.
 * @throws AppError `invalid` with line, column and what was probably meant.
 */
export function readSelector(text: string, field: string): Selector {
  const parsed = parseSelector(text)
  if (parsed.ok) return parsed.value
  const { line, column, message, suggestion } = parsed.error
  throw new AppError('invalid', `${field}: ${formatSelectorError(parsed.error)}`, {
    problems: [{ path: [field], line, column, message, ...(suggestion !== undefined && { suggestion }) }],
  })
}
