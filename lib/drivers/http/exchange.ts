import type { Evaluation } from '../context'
import { redact } from '../context'
import type { AttemptContext, DriverServices } from '../driver'
import type { HttpReply } from '../network/http-client'
import { parseRetryAfter } from '../network/retry-after'
import type { RequestTemplate } from './section'

/** What an expression sees of an answer. */
export interface ResponseFacts {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON, or the text of any other content. */
  readonly body: unknown
}

/** What a request came to. */
export type Exchange =
  | {
      readonly kind: 'answered'
      readonly response: ResponseFacts
      /** False when the body claims to be JSON and is none, or was too long: it proves nothing. */
      readonly readable: boolean
      readonly retryAfterMs: number | null
      /** The request and its status in words, e.g. `POST plane:8080 answered 409`. */
      readonly summary: string
    }
  /** Nothing was sent and nothing would be. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Nothing was sent; it may be at another time. */
  | { readonly kind: 'unreached'; readonly message: string }
  /** Whether it took effect is unknown. */
  | { readonly kind: 'lost'; readonly message: string }

/**
 * Renders a request and sends it, with the attempt's key and fencing token; null for requests that belong to no
 * attempt's effect, such as checks, where a key would only invite caches to answer.
 */
export async function exchange(
  request: RequestTemplate,
  { context, options }: Evaluation,
  ctx: Pick<AttemptContext, 'key' | 'generation' | 'step'> | null,
  services: Pick<DriverServices, 'host' | 'signal' | 'now'>,
  timeoutMs: number = request.timeoutMs,
): Promise<Exchange> {
  const clean = (text: string) => redact(text, options.secrets)
  const url = request.url.render(context, options)
  if (!url.ok) return { kind: 'refused', message: clean(url.error) }
  const headers = request.headers.render(context, options)
  if (!headers.ok)
    return { kind: 'refused', message: `header ${headers.error.path?.join('.')}: ${headers.error.message}` }
  const body = request.body?.render(context, options)
  if (body && !body.ok)
    return { kind: 'refused', message: `body.${body.error.path?.join('.')}: ${body.error.message}` }
  const content: Record<string, string> = {}
  if (body && typeof body.value !== 'string') content['content-type'] = 'application/json'
  const reply = await services.host.http.send({
    method: request.method,
    url: url.value,
    headers: {
      accept: 'application/json',
      ...content,
      ...lowerCase(headers.value as Record<string, unknown>),
      ...(ctx ? identity(ctx) : {}),
    },
    body: body ? (typeof body.value === 'string' ? body.value : JSON.stringify(body.value)) : null,
    timeoutMs,
    signal: services.signal,
  })
  if (reply.kind !== 'answer') return { kind: reply.kind, message: clean(reply.message) }
  return answered(request.method, url.value, reply, services.now())
}

function identity(ctx: Pick<AttemptContext, 'key' | 'generation' | 'step'>): Record<string, string> {
  const { key, generation, step } = ctx
  return { 'idempotency-key': key, 'upgrader-generation': String(generation), 'upgrader-step': step }
}

function answered(method: string, url: string, reply: HttpReply & { kind: 'answer' }, now: number): Exchange {
  const { body, readable } = readBody(reply)
  return {
    kind: 'answered',
    response: { status: reply.status, headers: reply.headers, body },
    readable,
    retryAfterMs: parseRetryAfter(reply.headers['retry-after'], now),
    summary: `${method} ${new URL(url).host} answered ${reply.status}`,
  }
}

/** Parses a body as JSON if it says so or looks so; else its text is the body. */
function readBody(reply: HttpReply & { kind: 'answer' }): { body: unknown; readable: boolean } {
  const { text, complete, headers } = reply
  if (!complete) return { body: null, readable: false }
  const claims = /[/+]json\b/i.test(headers['content-type'] ?? '')
  if (text.trim() === '') return { body: null, readable: true }
  if (!claims && !/^\s*[[{]/.test(text)) return { body: text, readable: true }
  try {
    return { body: JSON.parse(text), readable: true }
  } catch {
    return claims ? { body: null, readable: false } : { body: text, readable: true }
  }
}

function lowerCase(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
}
