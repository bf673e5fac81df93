import type { z } from 'zod'
import { excerpt } from '@/lib/core/shared/suggest'

const typeWords: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

/**
 * Words a problem of an input for people, where a schema has no words of its own; undefined = zod's are fine.
 * To be passed to `safeParse` as `error`.
 */
export const inputWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing'
      return `must be ${typeWords[issue.expected] ?? issue.expected}, not ${typeOf(issue.input)}`
    case 'unrecognized_keys':
      return `unknown field ${issue.keys.map((key) => excerpt(key)).join(', ')}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    default:
      return undefined
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (Number.isNaN(value)) return 'something that is no number'
  return typeWords[typeof value] ?? typeof value
}
