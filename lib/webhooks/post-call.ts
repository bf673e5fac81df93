import type { HttpClient, HttpReply } from '@/lib/drivers/network/http-client'
import { parseRetryAfter } from '@/lib/drivers/network/retry-after'
import { cleanText } from '@/lib/drivers/output'
import { signatureHeader, timestampHeader } from './sign-call'

/** Longest exchange with an outside system. */
const sendMs = 10_000
/** Pause after the first failure; it doubles with each, up to the longest. */
const pauseMs = 1_000
const pauseMsMax = 300_000
const errorLengthMax = 500

/** What a worker lends to whatever calls outside systems. */
export interface PostDeps {
  readonly http: HttpClient
  /** Reads a stored secret; throws when there is none. */
  secret(name: string): Promise<string>
  /** Address of the console and the API, as others reach them. */
  readonly publicUrl: string
  now(): number
  readonly signal: AbortSignal
}

/** A signed call, the same each time it is sent but for its timestamp. */
export interface Post {
  readonly url: string
  readonly body: string
  /** What makes it the same call however often it is sent. */
  readonly key: string
  /** How often it was sent, this time included. */
  readonly attempts: number
  sign(timestamp: string): Promise<string>
}

/** What came of sending a call. */
export type Sent = { readonly kind: 'told' } | { readonly kind: 'failed'; error: string; afterMs: number }

/**
 * Sends a signed call to an outside system. A 2xx says that it was heard and nothing else; anything else is to be
 * tried again after a while. Never throws.
 */
export async function postCall(post: Post, { http, now, signal }: PostDeps): Promise<Sent> {
  try {
    const timestamp = String(Math.floor(now() / 1_000))
    const reply = await http.send({
      method: 'POST',
      url: post.url,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': post.key,
        [timestampHeader]: timestamp,
        [signatureHeader]: await post.sign(timestamp),
      },
      body: post.body,
      timeoutMs: sendMs,
      signal,
    })
    if (reply.kind === 'answer' && reply.status >= 200 && reply.status < 300) return { kind: 'told' }
    return failed(post, wordsOf(reply, post), retryAfterMs(reply, now()))
  } catch (error) {
    return failed(post, error instanceof Error ? error.message : String(error), null)
  }
}

function failed({ attempts }: Post, error: string, retryAfterMs: number | null): Sent {
  const afterMs = retryAfterMs ?? Math.min(pauseMs * 2 ** Math.min(attempts - 1, 20), pauseMsMax)
  return { kind: 'failed', error: cleanText(error.slice(0, errorLengthMax)), afterMs }
}

/** Says what went wrong, without what an address may carry besides the host. */
function wordsOf(reply: HttpReply, { url }: Post): string {
  if (reply.kind !== 'answer') return reply.message
  return `POST ${new URL(url).host} answered ${reply.status}`
}

function retryAfterMs(reply: HttpReply, now: number): number | null {
  return reply.kind === 'answer' ? parseRetryAfter(reply.headers['retry-after'], now) : null
}
