import type { EvaluateOptions, ExpressionContext } from '@/lib/core/expression/expression'
import { compileExpression, type Expression } from '@/lib/core/expression/expression'
import { splitTemplate } from '@/lib/core/expression/split-template'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { cleanText } from '../output'
import { expressionProblem, type SectionProblem } from '../section/problem'

/** A compiled URL. */
export interface UrlTemplate {
  readonly secrets: readonly string[]
  render(context: ExpressionContext, options: EvaluateOptions): Result<string, string>
}

type Part = string | Expression

/**
 * Compiles a URL with `{{ … }}` in it. An answer at the very beginning is the base and taken as it is
 * (`{{ connection.url }}/clusters`); every later one is a value and percent-encoded, so that a parameter like
 * `../../admin?x=` stays one segment of the path. `.` and `..`, which no encoding disarms, are refused.
 */
export function compileUrl(
  path: readonly string[],
  text: string,
  roots: readonly string[],
): Result<UrlTemplate, readonly SectionProblem[]> {
  const split = splitTemplate(text)
  if (!split.ok) return err([expressionProblem(path, split.error)])
  const problems: SectionProblem[] = []
  const parts: Part[] = []
  for (const part of split.value) {
    if (part.kind === 'text') {
      parts.push(part.text)
      continue
    }
    const compiled = compileExpression(part.source, roots)
    if (compiled.ok) parts.push(compiled.value)
    else
      problems.push(
        expressionProblem(path, { ...compiled.error, column: compiled.error.column + part.offset }),
      )
  }
  if (problems.length > 0) return err(problems)
  const expressions = parts.filter((part) => typeof part !== 'string')
  return ok({
    secrets: expressions.flatMap((expression) => expression.secrets),
    render: (context, options) => renderUrl(parts, context, options),
  })
}

function renderUrl(
  parts: readonly Part[],
  context: ExpressionContext,
  options: EvaluateOptions,
): Result<string, string> {
  let url = ''
  for (const [i, part] of parts.entries()) {
    if (typeof part === 'string') {
      url += part
      continue
    }
    const answer = part.evaluate(context, options)
    if (!answer.ok) return err(`url: {{ ${part.text.trim()} }}: ${answer.error.message}`)
    const value = answer.value
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      return err(`url: {{ ${part.text.trim()} }} is neither text nor number`)
    const written = String(value)
    if (i === 0) {
      url += written.replace(/\/+$/, '')
      continue
    }
    const inPath = !url.includes('?')
    if (inPath && (written === '' || written === '.' || written === '..'))
      return err(`url: {{ ${part.text.trim()} }} is "${written}", which cannot stand in a path`)
    url += encodeURIComponent(cleanText(written))
  }
  return ok(url)
}
