import { invisibleProblem } from '@/lib/core/shared/invisible'
import type { Json } from '@/lib/core/shared/json'
import { documentNameProblem } from '@/lib/core/shared/names'
import { excerpt } from '@/lib/core/shared/suggest'
import { nameOf, object, optional, type Shape, text } from './shape'

/** What is around every document: version, kind, names. */
export function envelope<K extends string, T>(kind: K, spec: Shape<T>) {
  return object({
    apiVersion: exactly('upgrader/v1'),
    kind: exactly(kind),
    metadata,
    spec,
  })
}

/** Name, title and description of a document. */
const metadata = object({
  name: text(10_000, documentNameProblem),
  title: optional(text(200, titleProblem)),
  description: optional(text(10_000)),
})
/** Refuses as a title or name what is nothing but white space, or has characters that nobody sees. */
export function titleProblem(value: string): string | undefined {
  return value.trim() === '' ? 'is blank' : invisibleProblem(value)
}

function exactly<K extends string>(word: K): Shape<K> {
  return (value: Json, at) =>
    value === word
      ? word
      : at.report({
          message: `expected ${word}, found ${typeof value === 'string' ? excerpt(value) : nameOf(value)}`,
          path: at.path,
          suggestion: word,
        })
}
