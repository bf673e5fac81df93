import { z } from 'zod'
import type { Condition, Expression } from '@/lib/core/expression/expression'
import type { Template } from '@/lib/core/expression/template'
import type { Json } from '@/lib/core/shared/json'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { attemptRoots } from '../context'
import { compiledOnce, type SectionCompiler, sectionCompiler } from '../section/compile'
import { type SectionProblem, sectionError } from '../section/problem'
import { checkShape, durationField, textField } from '../section/shape'
import { compileUrl, type UrlTemplate } from './url-template'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const headersShape = z.record(z.string().max(100), z.string().max(8_000))
const requestShape = {
  method: z.enum(methods).optional(),
  url: textField,
  headers: headersShape.optional(),
  body: z.json().optional(),
  /** For one request, connection included. */
  timeout: durationField(100, 300_000).optional(),
}
const startShape = z.strictObject({ ...requestShape, operationId: textField.optional() })
const observeShape = z.strictObject({
  ...requestShape,
  every: durationField(100, 3_600_000).optional(),
  succeeded: textField,
  failed: textField.optional(),
  progress: textField.optional(),
  message: textField.optional(),
})
const cancelShape = z.strictObject(requestShape)
const sectionShape = z.strictObject({
  /** Sent with every request of the section. */
  headers: headersShape.optional(),
  start: startShape,
  observe: observeShape.optional(),
  cancel: cancelShape.optional(),
})
const keys = [
  ...Object.keys(sectionShape.shape),
  ...Object.keys(startShape.shape),
  ...Object.keys(observeShape.shape),
]

/** One compiled request. */
export interface RequestTemplate {
  readonly method: (typeof methods)[number]
  readonly url: UrlTemplate
  readonly headers: Template
  readonly body: Template | null
  readonly timeoutMs: number
  /** Names of the secrets that it needs. */
  readonly secrets: readonly string[]
}

/** A compiled http section. */
export interface HttpSection {
  readonly start: RequestTemplate
  readonly operationId: Expression | null
  readonly observe:
    | (RequestTemplate & {
        readonly everyMs: number
        readonly succeeded: Condition
        readonly failed: Condition | null
        readonly progress: Expression | null
        readonly message: Expression | null
      })
    | null
  readonly cancel: RequestTemplate | null
}

const defaultTimeoutMs = 10_000
const defaultEveryMs = 5_000
const observeRoots = [...attemptRoots, 'operationId']

/** Reads an http section: compiled, or every problem with its path. */
export function readHttpSection(section: unknown): Result<HttpSection, readonly SectionProblem[]> {
  const shape = checkShape(sectionShape, section, keys)
  if (!shape.ok) return shape
  const { headers: common, start, observe, cancel } = shape.value
  const compiler = sectionCompiler()
  const request = (
    name: string,
    method: RequestTemplate['method'],
    spec: RequestSpec,
    roots: readonly string[],
  ) => compileRequest(compiler, name, { method, ...spec, headers: { ...common, ...spec.headers } }, roots)
  const read = (name: string, key: string, text: string | undefined, roots: readonly string[]) =>
    text === undefined ? null : compiler.expression([name, key], text, [...roots, 'response'])
  const judge = (key: 'succeeded' | 'failed', text: string | undefined) =>
    text === undefined ? null : compiler.condition(['observe', key], text, [...observeRoots, 'response'])

  const compiled = {
    start: request('start', 'POST', start, attemptRoots),
    operationId: read('start', 'operationId', start.operationId, attemptRoots),
    observe: observe && {
      ...request('observe', 'GET', observe, observeRoots),
      everyMs: observe.every ?? defaultEveryMs,
      succeeded: judge('succeeded', observe.succeeded),
      failed: judge('failed', observe.failed),
      progress: read('observe', 'progress', observe.progress, observeRoots),
      message: read('observe', 'message', observe.message, observeRoots),
    },
    cancel: cancel && request('cancel', 'DELETE', cancel, observeRoots),
  }
  if (compiler.problems.length > 0) return err(compiler.problems)
  // Nothing that was written is null now: whatever does not compile has left a problem.
  return ok({
    ...compiled,
    observe: compiled.observe ?? null,
    cancel: compiled.cancel ?? null,
  } as HttpSection)
}

/** The same, kept by identity; for sections that were validated. */
export const httpSection = compiledOnce(readHttpSection)

type RequestSpec = z.output<typeof cancelShape>

/** Compiles one request; where that fails, the problems are in the compiler's list and the result is unusable. */
export function compileRequest(
  compiler: SectionCompiler,
  name: string,
  spec: RequestSpec & { readonly method: RequestTemplate['method'] },
  roots: readonly string[],
): RequestTemplate {
  const path = name === '' ? [] : [name]
  const headers = spec.headers ?? {}
  for (const header of Object.keys(headers)) {
    const problem = headerProblem(header)
    if (problem) compiler.problems.push(sectionError([...path, 'headers', header], problem))
  }
  const url = compileUrl([...path, 'url'], spec.url, roots)
  if (!url.ok) compiler.problems.push(...url.error)
  const compiledHeaders = compiler.template([...path, 'headers'], headers, roots)
  const body = spec.body === undefined ? null : compiler.template([...path, 'body'], spec.body as Json, roots)
  return {
    method: spec.method,
    url: url.ok ? url.value : unusable,
    headers: compiledHeaders as Template,
    body,
    timeoutMs: spec.timeout ?? defaultTimeoutMs,
    secrets: [
      ...(url.ok ? url.value.secrets : []),
      ...(compiledHeaders?.secrets ?? []),
      ...(body?.secrets ?? []),
    ],
  }
}

const unusable: UrlTemplate = { secrets: [], render: () => err('the url does not compile') }

/** Headers that the driver or the connection sets itself. */
const ownHeaders =
  /^(?:idempotency-key|upgrader-.*|host|content-length|transfer-encoding|accept-encoding|connection|keep-alive|expect|upgrade|te|trailer|proxy-.*)$/i

function headerProblem(name: string): string | null {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) return 'is not the name of a header'
  return ownHeaders.test(name) ? 'is set by the driver itself' : null
}

/** The fields of one request, for sections of checks that are one. */
export const requestFields = requestShape
