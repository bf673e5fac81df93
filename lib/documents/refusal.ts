import { formatPath, type Problem } from '@/lib/core/shared/problem'
import { AppError, type FieldProblem } from '@/lib/server/errors'

/** How many problems the sentence quotes; the list beside it has them all. */
const quotedMax = 3

/** Makes the refusal of a document: every error with its line, key and what was probably meant. */
export function documentRefusal(problems: readonly Problem[]): AppError {
  const errors = problems.filter(({ severity }) => severity === 'error')
  const quoted = errors.slice(0, quotedMax).map(({ line, path, message, suggestion }) => {
    const where = [line > 0 ? `line ${line}` : '', formatPath(path)].filter(Boolean)
    return [...where, message].join(': ') + (suggestion === undefined ? '' : `, did you mean ${suggestion}?`)
  })
  const more = errors.length > quotedMax ? `; and ${errors.length - quotedMax} more` : ''
  return new AppError('invalid', `${quoted.join('; ')}${more}.`, { problems: errors.map(toFieldProblem) })
}

/** Reads a problem of the core as one of an answer; lines of 0 mean that there was no source. */
export function toFieldProblem({ path, line, column, message, suggestion }: Problem): FieldProblem {
  const place = line > 0 ? { line, column } : {}
  return { path, ...place, message, ...(suggestion !== undefined && { suggestion }) }
}
