import type { EvaluateOptions, ExpressionContext } from '@/lib/core/expression/expression'
import { compileTemplate } from '@/lib/core/expression/template'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { Json } from '@/lib/core/shared/json'
import { err, ok, type Result } from '@/lib/core/shared/result'
import type { AttemptContext, DriverServices } from './driver'

/** What expressions of an operation may read before anything has been answered. */
export const attemptRoots = ['cluster', 'params', 'connection', 'previous', 'attempt'] as const

/** What the expressions of one attempt are evaluated with. */
export interface Evaluation {
  readonly context: ExpressionContext
  readonly options: EvaluateOptions
}

/**
 * Fetches the named secrets and those that the cluster's connection refers to, and lays out what expressions
 * may read. Refuses with a reason that names the secret or the place, never a value.
 */
export async function prepareEvaluation(
  ctx: Pick<AttemptContext, 'key' | 'step' | 'generation' | 'cluster' | 'params' | 'previous'>,
  names: readonly string[],
  services: Pick<DriverServices, 'secret'>,
): Promise<Result<Evaluation, string>> {
  const connection = connectionTemplate(ctx.cluster)
  if (!connection.ok) return connection
  const secrets = await fetchSecrets([...names, ...connection.value.secrets], services)
  if (!secrets.ok) return secrets
  const options = { secrets: secrets.value }
  const rendered = connection.value.render(options)
  if (!rendered.ok) return rendered
  const { key, generation, step, cluster, params, previous } = ctx
  const context = {
    cluster,
    params,
    previous,
    connection: rendered.value,
    attempt: { key, generation, step },
  }
  return ok({ context, options })
}

async function fetchSecrets(
  names: readonly string[],
  services: Pick<DriverServices, 'secret'>,
): Promise<Result<Record<string, string>, string>> {
  const secrets: Record<string, string> = Object.create(null)
  for (const name of new Set(names)) {
    try {
      secrets[name] = await services.secret(name)
    } catch {
      return err(`the secret ${name} cannot be read`)
    }
  }
  return ok(secrets)
}

interface Connection {
  readonly secrets: readonly string[]
  render(options: EvaluateOptions): Result<Json, string>
}

/** Compiles the texts of a cluster's connection that refer to secrets; most connections have none. */
function connectionTemplate(cluster: ClusterFacts): Result<Connection, string> {
  const value = cluster.connection as Json
  if (!JSON.stringify(value).includes('{{')) return ok({ secrets: [], render: () => ok(value) })
  const compiled = compileTemplate(value, [])
  if (!compiled.ok) {
    const [first] = compiled.error
    return err(`connection.${first?.path?.join('.')} of ${cluster.name}: ${first?.message}`)
  }
  const { secrets, render } = compiled.value
  return ok({
    secrets,
    render: (options) => {
      const rendered = render({}, options)
      return rendered.ok ? rendered : err(`connection of ${cluster.name}: ${rendered.error.message}`)
    },
  })
}

/** Takes the values of secrets out of a text that is to be shown or stored. */
export function redact(text: string, secrets: Readonly<Record<string, string>> = {}): string {
  let result = text
  for (const value of Object.values(secrets)) {
    for (const form of new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])) {
      if (form.length >= 4) result = result.replaceAll(form, '•••')
    }
  }
  return result
}
