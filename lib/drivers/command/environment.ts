import { err, ok, type Result } from '@/lib/core/shared/result'

/** Variables that make a program load or run something else, or that the driver itself sets. */
const reserved =
  /^(?:LD_.*|DYLD_.*|NODE_.*|PYTHON.*|PERL.*|RUBY.*|GIT_.*|BASH_.*|UPGRADER_.*|PATH|HOME|ENV|IFS|SHELLOPTS|PS4|PROMPT_COMMAND)$/

/** Says why an operation may not set a variable, or null when it may. */
export function variableProblem(name: string): string | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(name)) return 'expected letters, digits and underscores'
  return reserved.test(name.toUpperCase()) ? `${name} is reserved` : null
}

/** Makes the variable of a parameter: `max-in.flight` becomes `UPGRADER_PARAM_MAX_IN_FLIGHT`. */
export function parameterVariable(name: string): string {
  return `UPGRADER_PARAM_${name.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`
}

/**
 * Writes parameters as variables: texts as they are, everything else as JSON. Refuses two parameters that
 * would share a variable, since one of them would silently not arrive.
 */
export function parameterEnvironment(
  params: Readonly<Record<string, unknown>>,
): Result<Record<string, string>, string> {
  const names = new Map<string, string>()
  const env: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined) continue
    const variable = parameterVariable(name)
    const other = names.get(variable)
    if (other !== undefined)
      return err(`parameters ${other} and ${name} would share the variable ${variable}`)
    names.set(variable, name)
    env[variable] = typeof value === 'string' ? value : JSON.stringify(value)
  }
  return ok(env)
}
