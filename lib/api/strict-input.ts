import { z } from 'zod'
import { excerpt, suggest } from '@/lib/core/shared/suggest'

/** Makes an object schema that refuses unknown fields by name, with what was probably meant. */
export function strictInput<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined
      return (issue.keys as string[]).map((key) => unknownField(key, Object.keys(shape))).join('; ')
    },
  })
}

/** Says that a field is not known, and which one was probably meant. */
export function unknownField(key: string, known: Iterable<string>): string {
  const meant = suggest(key, known)
  return `unknown field ${excerpt(key)}${meant === undefined ? '' : `, did you mean ${meant}?`}`
}
