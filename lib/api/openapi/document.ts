import type { Answer, AnyEndpoint } from '../endpoint'
import { fieldSchemas, type JsonSchema, jsonSchema } from './json-schema'
import { problemSchema } from './problem-schema'

const description = `Operations on large fleets of clusters: planned in phases, watched live, stopped before harm spreads.

Send \`Authorization: Bearer cu_…\`. Refusals are problem+json (RFC 9457); lists are paged by \`cursor\`. What is
unknown is refused: fields, parameters, content types. Conflicting calls answer 409 and change nothing.`

/** Writes the OpenAPI 3.1 document of these endpoints, from the very schemas that they parse with. */
export function openApiDocument(endpoints: readonly AnyEndpoint[], version: string): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const endpoint of endpoints) {
    paths[endpoint.path] ??= {}
    const item = paths[endpoint.path]
    if (item) item[endpoint.method.toLowerCase()] = operationOf(endpoint)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cluster Upgrader',
      version,
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'An API token, `cu_…`' } },
      schemas: { Problem: problemSchema },
      responses: {
        Problem: {
          description: 'Refused: what is wrong, where, and what to do',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  }
}

function operationOf(endpoint: AnyEndpoint): JsonSchema {
  const { id, tag, summary, permission } = endpoint
  const needs = permission === 'public' ? '' : `Needs the permission \`${permission}\`.`
  const words = [endpoint.description, needs].filter(Boolean).join(' ')
  const body = requestBody(endpoint)
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(words && { description: words }),
    ...(permission === 'public' && { security: [] }),
    parameters: parameters(endpoint),
    ...(body && { requestBody: body }),
    responses: { ...responses(endpoint.answers), default: { $ref: '#/components/responses/Problem' } },
  }
}

function parameters(endpoint: AnyEndpoint): JsonSchema[] {
  const inPath = endpoint.params ? fieldSchemas(endpoint.params) : []
  const inQuery = endpoint.query ? fieldSchemas(endpoint.query) : []
  return [
    ...inPath.map(({ name, schema }) => ({ name, in: 'path', required: true, schema })),
    ...inQuery.map(({ name, required, schema }) => ({ name, in: 'query', required, schema })),
    ...Object.entries(endpoint.headers ?? {}).map(([name, words]) => ({
      name,
      in: 'header',
      description: words,
      schema: { type: 'string' },
    })),
  ]
}

function requestBody({ body, raw }: AnyEndpoint): JsonSchema | null {
  if (body) return { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } }
  if (!raw) return null
  const content = raw.contentTypes.map((type) => [type, { schema: rawSchema(type, raw.schema) }])
  return { required: true, description: raw.description, content: Object.fromEntries(content) }
}

/** Only a JSON body has the structure of the schema; any other type is text to a generated client. */
function rawSchema(type: string, schema: Parameters<typeof jsonSchema>[0] | undefined): JsonSchema {
  if (type === 'application/json') return schema ? jsonSchema(schema, 'input') : { type: 'object' }
  return { type: 'string' }
}

function responses(answers: Record<number, Answer>): JsonSchema {
  const entries = Object.entries(answers).map(([status, answer]) => {
    if (Number(status) >= 400 && !answer.schema) return [status, problemResponse(answer.description)]
    return [status, { description: answer.description, ...content(answer) }]
  })
  return Object.fromEntries(entries)
}

const problemResponse = (words: string): JsonSchema => ({
  description: words,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

function content({ schema, contentTypes = ['application/json'] }: Answer): JsonSchema {
  if (!schema) return {}
  const json = jsonSchema(schema, 'output')
  const typed = contentTypes.map((type) => [
    type,
    { schema: type === 'application/json' ? json : { type: 'string' } },
  ])
  return { content: Object.fromEntries(typed) }
}
