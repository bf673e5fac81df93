/**
 * Tells whether a text has a run of unary operators (`!!!!…`) too long to parse. The CEL parser bounds the
 * nesting of brackets but recurses for each of these, and a regular expression that V8 compiles when the stack
 * is all but used up ends the process instead of throwing.
 */
export function hasLongUnaryRun(source: string): boolean {
  return /(?:[!-][ \t\r\n]*){65}/.test(source)
}
