import type { Json } from '@/lib/core/shared/json'
import { hasErrors, type Problem } from '@/lib/core/shared/problem'
import type { At, Shape } from './shape'
import { readSource, type Source } from './source'

/** What reading a document gives: the document unless an error refuses it, and everything there is to say. */
export interface ReadDocument<T> {
  readonly document: T | null
  /** In the order of the source. */
  readonly problems: readonly Problem[]
}

/** Checks beyond the shape: they see the whole document and report by path. */
export type Check<T> = (document: T, report: At['report']) => void

const problemsMax = 100

/** Reads a source with a shape, then runs checks over the document if its shape is right. */
export function readDocument<T>(
  text: string,
  shape: Shape<T>,
  checks: readonly Check<T>[] = [],
): ReadDocument<T> {
  const { source, problems: broken } = readSource(text)
  if (!source) return { document: null, problems: broken }
  const problems: Problem[] = []
  const report = reporter(source, problems)
  const read = shape(source.value, { path: [], report })
  if (read !== undefined) for (const check of checks) check(read, report)
  problems.sort((a, b) => a.line - b.line || a.column - b.column)
  return { document: read === undefined || hasErrors(problems) ? null : read, problems }
}

function reporter(source: Source, problems: Problem[]): At['report'] {
  return ({ message, path, where = 'value', offset, suggestion, severity = 'error' }) => {
    if (problems.length >= problemsMax) return undefined
    const place = source.locate(path, where, offset)
    const problem: Problem = { severity, message, path, line: place.line, column: place.column }
    problems.push(suggestion === undefined ? problem : { ...problem, suggestion })
    return undefined
  }
}

/** Gives a document that came as a JSON value (in the body of a request, say) the text that problems refer to. */
export function sourceOf(value: Json): string {
  return JSON.stringify(value, null, 2)
}
