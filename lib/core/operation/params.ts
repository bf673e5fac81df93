import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import type { JsonObject } from '@/lib/core/shared/json'
import type { Problem } from '@/lib/core/shared/problem'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { excerpt, suggest } from '@/lib/core/shared/suggest'

/**
 * Parameters of an operation against its JSON Schema (2020-12, formats asserted, defaults filled in). Two things
 * are stricter than the standard, because a misspelt parameter that is ignored is an upgrade to the wrong
 * version: an unknown keyword in the schema is an error, and so is a parameter that the schema does not list,
 * unless the schema says `additionalProperties` itself.
 *
 * Ajv compiles schemas to code, so this file runs where code may be made: on the server, not under the
 * console's content security policy.
 */
function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    useDefaults: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
  })
  addFormats(ajv)
  return ajv
}

const sizeMax = 65_536
const draft = 'https://json-schema.org/draft/2020-12/schema'
const noSource = { line: 0, column: 0 } as const

/** Says what is wrong with a schema and where in it, or undefined when it can be used. */
export function paramsSchemaProblem(
  schema: JsonObject,
): { readonly message: string; readonly path: readonly string[] } | undefined {
  if (schema.type !== 'object')
    return {
      message: 'the schema of the parameters must have type: object',
      path: ['type'].filter((key) => key in schema),
    }
  const { $schema = draft } = schema
  if ($schema !== draft)
    return { message: `only JSON Schema 2020-12 can be used: ${draft}`, path: ['$schema'] }
  const ajv = createAjv()
  if (ajv.validateSchema(schema) !== true) {
    const [error] = ajv.errors ?? []
    return {
      message: `this is not a JSON Schema: ${error?.message ?? 'it does not fit'}`,
      path: pointer(error?.instancePath ?? ''),
    }
  }
  const compiled = compile(schema)
  return compiled.ok ? undefined : { message: `this schema cannot be used: ${compiled.error}`, path: [] }
}

/**
 * Checks parameters and fills in the schema's defaults, in a copy. Problems name each parameter by its path
 * (beginning with `params`); there is no source, so lines are 0.
 */
export function checkParams(schema: JsonObject, params: unknown): Result<JsonObject, readonly Problem[]> {
  const refuse = (message: string): Problem => ({ severity: 'error', message, path: ['params'], ...noSource })
  if (JSON.stringify(params ?? {}).length > sizeMax) {
    return err([refuse(`the parameters are larger than ${sizeMax} characters`)])
  }
  const compiled = compile(schema)
  if (!compiled.ok) return err([refuse(`the operation's schema cannot be used: ${compiled.error}`)])
  const copy: unknown = structuredClone(params ?? {})
  if (compiled.value(copy)) return ok(copy as JsonObject)
  return err((compiled.value.errors ?? []).slice(0, 50).map((error) => toProblem(error)))
}

function compile(schema: JsonObject): Result<ValidateFunction, string> {
  const { $schema: _, ...rest } = schema
  try {
    return ok(createAjv().compile(closed({ type: 'object', ...rest })))
  } catch (error) {
    return err(error instanceof Error ? excerpt(error.message, 200) : 'it does not compile')
  }
}

/** Closes a schema that only lists properties. */
function closed(schema: JsonObject): JsonObject {
  const open = [
    'additionalProperties',
    'unevaluatedProperties',
    'patternProperties',
    'allOf',
    'anyOf',
    'oneOf',
    'if',
    '$ref',
    'dependentSchemas',
  ]
  return open.some((key) => key in schema) ? schema : { ...schema, additionalProperties: false }
}

function toProblem(error: ErrorObject): Problem {
  const path = ['params', ...pointer(error.instancePath)]
  const problem = (message: string, key?: string, suggestion?: string): Problem => ({
    severity: 'error',
    message,
    path: key === undefined ? path : [...path, key],
    ...noSource,
    ...(suggestion === undefined ? {} : { suggestion }),
  })
  const { params } = error
  switch (error.keyword) {
    case 'required':
      return problem('is missing', String(params.missingProperty))
    case 'additionalProperties': {
      const key = String(params.additionalProperty)
      const properties = (error.parentSchema as { properties?: object } | undefined)?.properties
      return problem(
        'is not a parameter of this operation',
        excerpt(key),
        suggest(key, Object.keys(properties ?? {})),
      )
    }
    case 'enum':
      return problem(
        `must be one of ${(params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`,
      )
    case 'pattern':
      return problem(`must have the form ${excerpt(String(params.pattern), 100)}`)
    default:
      return problem(error.message ?? 'does not fit')
  }
}

function pointer(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
