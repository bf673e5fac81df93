import { type Position, positionAt } from '@/lib/core/shared/position'

/** Why a text is not a selector: what is wrong, where, and what was probably meant. */
export interface SelectorError extends Position {
  /** How many characters from `offset` on are meant; at least 0. */
  readonly length: number
  readonly message: string
  /** A text to put in place of the part that is meant, or undefined. */
  readonly suggestion?: string
}

/** Makes an error about the part of a selector between two offsets. */
export function selectorError(
  source: string,
  range: { readonly start: number; readonly end: number },
  message: string,
  suggestion?: string,
): SelectorError {
  const position = positionAt(source, range.start)
  const length = Math.max(0, range.end - range.start)
  return suggestion === undefined
    ? { ...position, length, message }
    : { ...position, length, message, suggestion }
}

/** Writes an error as one line for people. */
export function formatSelectorError(error: SelectorError): string {
  const hint = error.suggestion === undefined ? '' : `, did you mean ${error.suggestion}?`
  return `${error.message}${hint} (line ${error.line}, column ${error.column})`
}
