import { setMaxListeners } from 'node:events'
import { type Dispatcher, errors } from 'undici'
import { type GuardOptions, guardedAgent, RefusedConnection } from './guarded-agent'

/** One request, ready to be sent. */
export interface HttpCall {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  /** For the whole exchange: connection, headers and body. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** What came back from a request. */
export type HttpReply =
  | {
      readonly kind: 'answer'
      readonly status: number
      /** Lower-case names; several values of one name are joined by a comma. */
      readonly headers: Readonly<Record<string, string>>
      readonly text: string
      /** False when the body was longer than `bodyBytesMax` and cut there. */
      readonly complete: boolean
    }
  /** Nothing was sent: the address, port or scheme is not allowed, or the URL is none. */
  | { readonly kind: 'refused'; readonly message: string }
  /** No connection came about, so nothing was sent; it may at another time. */
  | { readonly kind: 'unreached'; readonly message: string }
  /** No whole answer came; whether the request took effect is unknown. */
  | { readonly kind: 'lost'; readonly message: string }

/** Sends requests to where they are allowed to go. */
export interface HttpClient {
  send(call: HttpCall): Promise<HttpReply>
  close(): Promise<void>
}

/** The longest answer that is read: control planes answer in a few kilobytes. */
export const bodyBytesMax = 1024 * 1024

/** Makes a client whose connections are guarded (see `guardedAgent`) and that never follows redirects. */
export function createHttpClient(options: GuardOptions): HttpClient {
  const agent = guardedAgent(options)
  return {
    send: (call) => send(agent, call),
    close: () => agent.destroy(),
  }
}

async function send(agent: Dispatcher, call: HttpCall): Promise<HttpReply> {
  const url = parseUrl(call.url)
  if (typeof url === 'string') return { kind: 'refused', message: url }
  const stop = new AbortController()
  const timer = setTimeout(
    () => stop.abort(new Error(`no answer within ${call.timeoutMs} ms`)),
    call.timeoutMs,
  )
  const forward = () => stop.abort(new Error('the call was interrupted'))
  // One signal ends all calls of a worker at once; that many listeners are no leak.
  setMaxListeners(0, call.signal)
  if (call.signal.aborted) forward()
  call.signal.addEventListener('abort', forward, { once: true })
  try {
    const response = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: call.method as Dispatcher.HttpMethod,
      headers: { 'accept-encoding': 'identity', ...call.headers },
      body: call.body,
      signal: stop.signal,
      headersTimeout: call.timeoutMs,
      bodyTimeout: call.timeoutMs,
    })
    const { text, complete } = await readBody(response.body)
    return { kind: 'answer', status: response.statusCode, headers: flatten(response.headers), text, complete }
  } catch (error) {
    const message = `${call.method} ${url.host}: ${explain(error)}`
    return { kind: kindOf(error), message }
  } finally {
    clearTimeout(timer)
    call.signal.removeEventListener('abort', forward)
  }
}

/** Tells errors that come before the first byte: they would come again (a guard, a malformed header), or may pass. */
function kindOf(error: unknown): 'refused' | 'unreached' | 'lost' {
  if (error instanceof RefusedConnection || error instanceof errors.InvalidArgumentError) return 'refused'
  return isUnreached(error) ? 'unreached' : 'lost'
}

/** A name or address that nobody answers at; one that has several is unreached only at all of them. */
function isUnreached(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isUnreached)
  return error instanceof Error && 'code' in error && connectCodes.has(error.code)
}

const connectCodes = new Set<unknown>(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

function parseUrl(text: string): URL | string {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return 'the address is not a URL'
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `only http and https are allowed, not ${url.protocol}`
  if (url.username || url.password)
    return 'a URL must not carry a user name or password; use a header with a secret'
  return url
}

/** Reads a body up to the cap; breaking off the iteration destroys the connection. */
async function readBody(body: AsyncIterable<Buffer>): Promise<{ text: string; complete: boolean }> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > bodyBytesMax) return { text: Buffer.concat(chunks).toString('utf8'), complete: false }
    chunks.push(chunk)
  }
  return { text: Buffer.concat(chunks).toString('utf8'), complete: true }
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

/** Says what went wrong on the wire; a connection that tried several addresses reports the first. */
function explain(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return explain(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
