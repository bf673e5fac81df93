import {
  compileExpression,
  type EvaluateOptions,
  type Expression,
  type ExpressionContext,
} from '@/lib/core/expression/expression'
import { splitTemplate } from '@/lib/core/expression/split-template'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { expressionProblem, type SectionProblem } from '@/lib/drivers/section/problem'

/** A compiled PromQL query. */
export interface QueryTemplate {
  readonly secrets: readonly string[]
  render(context: ExpressionContext, options: EvaluateOptions): Result<string, string>
}

/**
 * Compiles a query with `{{ … }}` in it. What is put in is a value, never a piece of PromQL: an answer that could
 * end a quoted text (a quote, a backslash, a line break) is refused, so that a label cannot widen the query.
 */
export function compileQuery(
  path: readonly string[],
  text: string,
  roots: readonly string[],
): Result<QueryTemplate, readonly SectionProblem[]> {
  const split = splitTemplate(text)
  if (!split.ok) return err([expressionProblem(path, split.error)])
  const problems: SectionProblem[] = []
  const parts: (string | Expression)[] = []
  for (const part of split.value) {
    if (part.kind === 'text') {
      parts.push(part.text)
      continue
    }
    const compiled = compileExpression(part.source, roots)
    if (compiled.ok) {
      parts.push(compiled.value)
      continue
    }
    const { error } = compiled
    problems.push(expressionProblem(path, { ...error, column: error.column + part.offset }))
  }
  if (problems.length > 0) return err(problems)
  const secrets = parts.flatMap((part) => (typeof part === 'string' ? [] : part.secrets))
  return ok({ secrets, render: (context, options) => renderQuery(parts, context, options) })
}

function renderQuery(
  parts: readonly (string | Expression)[],
  context: ExpressionContext,
  options: EvaluateOptions,
): Result<string, string> {
  let query = ''
  for (const part of parts) {
    if (typeof part === 'string') {
      query += part
      continue
    }
    const name = `query: {{ ${part.text.trim()} }}`
    const answer = part.evaluate(context, options)
    if (!answer.ok) return err(`${name}: ${answer.error.message}`)
    const { value } = answer
    if (typeof value === 'string' ? /["'`\\\n\r{}]/.test(value) : typeof value !== 'number')
      return err(`${name} is neither a number nor a text without quotes, braces and backslashes`)
    query += String(value)
  }
  return ok(query)
}
