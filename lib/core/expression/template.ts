import type { Json } from '@/lib/core/shared/json'
import { isObject } from '@/lib/core/shared/json'
import { err, ok, type Result } from '@/lib/core/shared/result'
import type { ExpressionError } from './error'
import {
  compileExpression,
  type EvaluateOptions,
  type Expression,
  type ExpressionContext,
} from './expression'
import { splitTemplate } from './split-template'

/** A compiled template: a JSON value in whose texts `{{ … }}` stands for the answers of expressions. */
export interface Template {
  readonly roots: readonly string[]
  readonly secrets: readonly string[]
  render(context: ExpressionContext, options?: EvaluateOptions): Result<Json, ExpressionError>
}

type Render = (context: ExpressionContext, options?: EvaluateOptions) => Result<Json, ExpressionError>

/**
 * Compiles a template. A text that is one `{{ x }}` and nothing else becomes the answer itself, a number or a
 * list included; in a longer text the answers are put in as text (a whole list or object as JSON). Keys are taken
 * as they are. All errors are found: each says which text it is in (`path`) and where.
 */
export function compileTemplate(
  value: Json,
  roots: readonly string[],
): Result<Template, readonly ExpressionError[]> {
  const errors: ExpressionError[] = []
  const expressions: Expression[] = []

  function compile(node: Json, path: readonly string[]): Render {
    if (typeof node === 'string') return compileText(node, path)
    if (Array.isArray(node)) {
      const items = node.map((item: Json, i) => compile(item, [...path, String(i)]))
      return (context, options) => renderAll(items, context, options)
    }
    if (isObject(node)) {
      const keys = Object.keys(node)
      const members = keys.map((key) => compile(node[key] as Json, [...path, key]))
      return (context, options) => {
        const values = renderAll(members, context, options)
        return values.ok
          ? ok(Object.fromEntries(keys.map((key, i) => [key, values.value[i] as Json])))
          : values
      }
    }
    return () => ok(node)
  }

  function compileText(text: string, path: readonly string[]): Render {
    const split = splitTemplate(text)
    if (!split.ok) {
      errors.push({ ...split.error, path })
      return () => ok(text)
    }
    const parts: (string | { readonly at: number; readonly expression: Expression })[] = []
    for (const part of split.value) {
      if (part.kind === 'text') {
        parts.push(part.text)
        continue
      }
      const compiled = compileExpression(part.source, roots)
      if (compiled.ok) {
        expressions.push(compiled.value)
        parts.push({ at: part.offset, expression: compiled.value })
      } else errors.push(shift(compiled.error, text, part.offset, path))
    }
    const [only] = parts
    if (parts.every((part) => typeof part === 'string')) return () => ok(parts.join(''))
    return (context, options) => {
      if (parts.length === 1 && typeof only === 'object') {
        const answer = only.expression.evaluate(context, options)
        return answer.ok ? answer : err(shift(answer.error, text, only.at, path))
      }
      let result = ''
      for (const part of parts) {
        if (typeof part === 'string') {
          result += part
          continue
        }
        const answer = part.expression.evaluate(context, options)
        if (!answer.ok) return err(shift(answer.error, text, part.at, path))
        if (answer.value === null)
          return err(
            shift(
              { offset: 0, line: 1, column: 1, message: 'the answer is null, which has no text' },
              text,
              part.at,
              path,
            ),
          )
        result += typeof answer.value === 'string' ? answer.value : JSON.stringify(answer.value)
      }
      return ok(result)
    }
  }

  const render = compile(value, [])
  if (errors.length > 0) return err(errors)
  const unique = (names: readonly string[]) => [...new Set(names)].sort()
  return ok({
    roots: unique(expressions.flatMap((expression) => expression.roots)),
    secrets: unique(expressions.flatMap((expression) => expression.secrets)),
    render,
  })
}

function renderAll(
  items: readonly Render[],
  context: ExpressionContext,
  options?: EvaluateOptions,
): Result<Json[], ExpressionError> {
  const values: Json[] = []
  for (const render of items) {
    const value = render(context, options)
    if (!value.ok) return value
    values.push(value.value)
  }
  return ok(values)
}

/** Moves an error from its place in an expression to the place in the text that holds it. */
function shift(error: ExpressionError, text: string, by: number, path: readonly string[]): ExpressionError {
  const offset = error.offset + by
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { ...error, path, offset, line: before.split('\n').length, column: offset - lineStart + 1 }
}
