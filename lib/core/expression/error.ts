import { type Position, positionAt } from '@/lib/core/shared/position'

/**
 * Why an expression cannot be compiled or evaluated. Never holds a value from the context, which may be secret:
 * only names, types and places.
 */
export interface ExpressionError extends Position {
  readonly message: string
  readonly suggestion?: string
  /** For templates: the keys that lead to the text; the position is inside that text. */
  readonly path?: readonly string[]
}

/** Makes an error at an offset of the expression's text. */
export function expressionError(
  source: string,
  offset: number,
  message: string,
  suggestion?: string,
): ExpressionError {
  const position = positionAt(source, offset)
  return suggestion === undefined ? { ...position, message } : { ...position, message, suggestion }
}
