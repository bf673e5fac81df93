import type { ExpressionError } from '@/lib/core/expression/error'
import type { Problem } from '@/lib/core/shared/problem'

/**
 * One thing that is wrong with a section of an operation document. The path is inside the section; whoever has
 * the source adds line and column. `at` is the place inside the text at that path, where it is known.
 */
export interface SectionProblem extends Pick<Problem, 'severity' | 'message' | 'path' | 'suggestion'> {
  readonly at?: { readonly line: number; readonly column: number }
}

/** Makes an error at a path. */
export function sectionError(path: readonly string[], message: string, suggestion?: string): SectionProblem {
  return { severity: 'error', path, message, ...(suggestion === undefined ? {} : { suggestion }) }
}

/** Turns an error of an expression or template at a path into a problem. */
export function expressionProblem(path: readonly string[], error: ExpressionError): SectionProblem {
  const at = { line: error.line, column: error.column }
  return { ...sectionError([...path, ...(error.path ?? [])], error.message, error.suggestion), at }
}
