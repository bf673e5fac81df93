import { type ParseError, parse as parseJsonc, printParseErrorCode } from 'jsonc-parser'
import { positionAt } from '@/lib/core/shared/position'
import { AppError } from './errors'

/**
 * Parses JSON from outside.
 * @throws AppError `invalid` with line and column of the first error, or the path of a key named `__proto__`.
 */
export function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw jsonError(text)
  }
  // A cheap look first: the walk is for those few that may need it.
  if (text.includes('__proto__') || text.includes('\\u')) refuseProto(value, [])
  return value
}

function jsonError(text: string): AppError {
  const errors: ParseError[] = []
  parseJsonc(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false })
  const first = errors[0]
  const { line, column } = positionAt(text, first?.offset ?? 0)
  const what = first ? wordsOf(printParseErrorCode(first.error)) : 'is not JSON'
  return new AppError('invalid', `The body is not JSON: line ${line}, column ${column}: ${what}.`, {
    problems: [{ line, column, message: what }],
  })
}

/** `CommaExpected` → `comma expected`. */
const wordsOf = (code: string): string => code.replace(/(?<!^)[A-Z]/g, (c) => ` ${c}`).toLowerCase()

function refuseProto(value: unknown, path: (string | number)[]): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key]
    if (key === '__proto__') {
      const message = '"__proto__" is reserved and cannot be used as a name'
      throw new AppError('invalid', `${here.join('.')}: ${message}`, { problems: [{ path: here, message }] })
    }
    refuseProto(child, here)
  }
}
