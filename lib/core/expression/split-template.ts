import { err, ok, type Result } from '@/lib/core/shared/result'
import { type ExpressionError, expressionError } from './error'

/** A part of a text: plain, or the source of an expression and where it begins. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly source: string; readonly offset: number }

/**
 * Splits a text at `{{ … }}`. The end is found as a reader finds it: braces inside quotes, or of a map inside
 * the expression, do not end it, so `{{ {"a": "}}"} }}` is one expression.
 */
export function splitTemplate(text: string): Result<readonly TemplatePart[], ExpressionError> {
  const parts: TemplatePart[] = []
  let from = 0
  for (;;) {
    const open = text.indexOf('{{', from)
    if (open === -1) break
    const close = findEnd(text, open + 2)
    if (close === -1) return err(expressionError(text, open, 'this {{ is never closed', '}}'))
    if (open > from) parts.push({ kind: 'text', text: text.slice(from, open) })
    parts.push({ kind: 'expression', source: text.slice(open + 2, close), offset: open + 2 })
    from = close + 2
  }
  if (from < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(from) })
  return ok(parts)
}

function findEnd(text: string, start: number): number {
  let depth = 0
  let quote: string | undefined
  for (let i = start; i < text.length; i += 1) {
    const char = text[i] as string
    if (quote !== undefined) {
      if (char === '\\') i += 1
      else if (char === quote) quote = undefined
    } else if (char === '"' || char === "'") quote = char
    else if (char === '{') depth += 1
    else if (char === '}') {
      if (depth > 0) depth -= 1
      else if (text[i + 1] === '}') return i
    }
  }
  return -1
}
