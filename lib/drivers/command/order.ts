import { isObject } from '@/lib/core/shared/json'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { type Evaluation, redact } from '../context'
import type { AttemptContext } from '../driver'
import { renderArguments } from './arguments'
import { parameterEnvironment } from './environment'
import type { ProcessOrder } from './processes'
import type { CommandSection } from './section'

/**
 * Writes the order for a runbook: arguments, a clean environment (only what is listed here, nothing of the
 * worker's own) and standard input with `{cluster, params, connection, attempt, step, previous}`.
 */
export function runbookOrder(
  file: string,
  section: CommandSection,
  ctx: AttemptContext,
  evaluation: Evaluation,
  base: Readonly<Record<string, string>>,
): Result<ProcessOrder, string> {
  const { context, options } = evaluation
  const args = renderArguments(section.args, evaluation)
  if (!args.ok) return err(redact(args.error, options.secrets))
  const rendered = section.env.render(context, options)
  if (!rendered.ok) return err(`env.${rendered.error.path?.join('.')}: ${rendered.error.message}`)
  const params = section.params?.render(context, options) ?? ok(ctx.params)
  if (!params.ok) return err(`params.${params.error.path?.join('.')}: ${params.error.message}`)
  const given = isObject(params.value) ? params.value : {}
  const parameters = parameterEnvironment(given)
  if (!parameters.ok) return parameters
  const env = {
    ...base,
    ...texts(rendered.value),
    ...parameters.value,
    UPGRADER_CLUSTER: ctx.cluster.name,
    UPGRADER_ATTEMPT_KEY: ctx.key,
    UPGRADER_GENERATION: String(ctx.generation),
    UPGRADER_STEP: ctx.step,
  }
  const nul = Object.entries(env).find(([, value]) => value.includes('\0'))
  if (nul) return err(`the variable ${nul[0]} contains NUL`)
  return ok({
    key: ctx.key,
    file,
    args: args.value,
    env,
    stdin: standardInput(ctx, given, context.connection),
    deadlineAt: ctx.deadlineAt,
    stopGraceMs: section.stopGraceMs,
  })
}

function standardInput(ctx: AttemptContext, params: Record<string, unknown>, connection: unknown): string {
  const { connection: _, ...cluster } = ctx.cluster
  const { key, generation, step, previous } = ctx
  return `${JSON.stringify({ cluster, params, connection, attempt: { key, generation }, step, previous })}\n`
}

function texts(value: unknown): Record<string, string> {
  const entries = isObject(value) ? Object.entries(value) : []
  return Object.fromEntries(
    entries.map(([name, item]) => [name, typeof item === 'string' ? item : JSON.stringify(item)]),
  )
}
