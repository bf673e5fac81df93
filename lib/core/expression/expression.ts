import { type ASTNode, TypeError as CelTypeError, EvaluationError, ParseError } from '@marcbachmann/cel-js'
import { hasLongUnaryRun } from '@/lib/core/shared/cel-guard'
import type { Json } from '@/lib/core/shared/json'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { suggest } from '@/lib/core/shared/suggest'
import { loopProblem } from './cost'
import { createEnvironment, expressionLimits } from './environment'
import { type ExpressionError, expressionError } from './error'
import { inspect } from './inspect'
import { absentLabels } from './labels'
import { toJson } from './to-json'
import { withLabels } from './values'

/** Values of the roots, by name; a root that is not given is null. */
export type ExpressionContext = Readonly<Record<string, unknown>>

export interface EvaluateOptions {
  /** Plain texts of the secrets that the expression asks for, by name. */
  readonly secrets?: Readonly<Record<string, string>>
}

/** A compiled expression. Evaluating it changes nothing and may be done any number of times. */
export interface Expression {
  readonly text: string
  /** Roots that it reads: a subset of those allowed. */
  readonly roots: readonly string[]
  /** Secrets that it asks for; the caller fetches them before evaluating. */
  readonly secrets: readonly string[]
  evaluate(context: ExpressionContext, options?: EvaluateOptions): Result<Json, ExpressionError>
}

/**
 * Compiles a CEL expression that may read the given roots (`cluster`, `params`, `response`, …); refuses syntax
 * and type errors, unknown names and what cannot be bounded in time, with the place in the text.
 */
export function compileExpression(
  text: string,
  roots: readonly string[],
): Result<Expression, ExpressionError> {
  if (text.length > expressionLimits.textLengthMax) {
    const message = `the expression is ${text.length} characters long, at most ${expressionLimits.textLengthMax} are allowed`
    return err(expressionError(text, 0, message))
  }
  if (text.trim() === '') return err(expressionError(text, 0, 'the expression is empty'))

  if (hasLongUnaryRun(text)) return err(expressionError(text, 0, 'the expression is nested too deeply'))

  let secrets: Readonly<Record<string, string>> = {}
  const environment = createEnvironment(roots, (name) => {
    if (!Object.hasOwn(secrets, name)) throw new MissingSecret(name)
    return secrets[name] as string
  })

  let run: (context: ExpressionContext) => unknown
  let tree: ASTNode
  try {
    const parsed = environment.parse(text)
    tree = parsed.ast
    const inspection = inspect(text, tree)
    if (!inspection.ok) return inspection
    absentLabels(tree, (source) => environment.parse(source).ast)
    const checked = parsed.check()
    if (!checked.valid) return err(compileError(text, checked.error, roots))
    const mayReadLabels = text.includes('labels') || text.includes('[')
    run = (context) => parsed(context as Record<string, unknown>)
    return ok({
      text,
      roots: inspection.value.roots.filter((root) => roots.includes(root)),
      secrets: inspection.value.secrets,
      evaluate(context, options = {}) {
        const given: Record<string, unknown> = {}
        for (const root of roots) given[root] = context[root] ?? null
        const values = mayReadLabels ? withLabels(given) : given
        const problem = loopProblem(inspection.value.loopDepth, values)
        if (problem) return err(expressionError(text, 0, problem))
        secrets = options.secrets ?? {}
        try {
          const value = toJson(run(values))
          return value === undefined
            ? err(expressionError(text, 0, 'the result is not a JSON value'))
            : ok(value)
        } catch (error) {
          return err(evaluationError(text, error, inspection.value.secrets.length > 0))
        } finally {
          secrets = {}
        }
      },
    })
  } catch (error) {
    return err(compileError(text, error, roots))
  }
}

/** A compiled condition; see `compileCondition`. */
export interface Condition extends Omit<Expression, 'evaluate'> {
  evaluate(context: ExpressionContext, options?: EvaluateOptions): Result<boolean, ExpressionError>
}

/** Compiles an expression that must answer true or false; any other answer is an error. */
export function compileCondition(text: string, roots: readonly string[]): Result<Condition, ExpressionError> {
  const compiled = compileExpression(text, roots)
  if (!compiled.ok) return compiled
  const expression = compiled.value
  return ok({
    ...expression,
    evaluate(context, options) {
      const answer = expression.evaluate(context, options)
      if (!answer.ok) return answer
      if (typeof answer.value === 'boolean') return ok(answer.value)
      const type =
        answer.value === null ? 'null' : Array.isArray(answer.value) ? 'a list' : typeof answer.value
      return err(expressionError(text, 0, `the condition answered ${type}, not true or false`))
    },
  })
}

class MissingSecret extends Error {
  constructor(readonly secret: string) {
    super(`the secret ${secret} is not there`)
  }
}

function compileError(text: string, error: unknown, roots: readonly string[]): ExpressionError {
  if (error instanceof ParseError || error instanceof CelTypeError || error instanceof EvaluationError) {
    const offset = error.range?.start ?? 0
    if (error.code === 'unknown_variable') {
      const name = error.summary.slice(error.summary.lastIndexOf(' ') + 1)
      return expressionError(text, offset, `unknown name ${name}`, suggest(name, roots))
    }
    if (error.code === 'limit_exceeded') {
      return expressionError(text, offset, 'the expression is too large or nested too deeply')
    }
    return expressionError(text, offset, lowerFirst(error.summary))
  }
  throw error
}

/** CEL's own words are used only when no secret took part, because some of them quote values. */
function evaluationError(text: string, error: unknown, hasSecrets: boolean): ExpressionError {
  const cause = error instanceof Error && error.cause instanceof MissingSecret ? error.cause : error
  if (cause instanceof MissingSecret) return expressionError(text, 0, cause.message)
  if (error instanceof ParseError || error instanceof CelTypeError || error instanceof EvaluationError) {
    const offset = error.range?.start ?? 0
    return expressionError(
      text,
      offset,
      hasSecrets ? `cannot be evaluated (${error.code})` : lowerFirst(error.summary),
    )
  }
  return expressionError(text, 0, 'cannot be evaluated')
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
