import type { HttpClient, HttpReply } from '@/lib/drivers/network/http-client'
import { parseRetryAfter } from '@/lib/drivers/network/retry-after'
import { cleanText } from '@/lib/drivers/output'
import { type Notice, noticeBody, noticeKey } from './notice'
import { signatureHeader, signCall, timestampHeader } from './sign-call'

/** Longest exchange with an outside system. */
const sendMs = 10_000
/** Pause after the first failure; it doubles with each, up to the longest. */
const pauseMs = 1_000
const pauseMsMax = 300_000
const errorLengthMax = 500

export interface SendDeps {
  readonly http: HttpClient
  /** Reads a stored secret; throws when there is none. */
  secret(name: string): Promise<string>
  readonly publicUrl: string
  now(): number
  readonly signal: AbortSignal
}

/** What came of sending a notice. */
export type Sent = { readonly kind: 'told' } | { readonly kind: 'failed'; error: string; afterMs: number }

/**
 * Tells an outside system that a gate asks it. A 2xx says that it was heard and nothing else: whatever it answers,
 * the gate stays as it is until it calls back. Anything else is tried again. Never throws.
 */
export async function sendNotice(notice: Notice, deps: SendDeps): Promise<Sent> {
  try {
    const reply = await post(notice, await deps.secret(notice.spec.secret), deps)
    if (reply.kind === 'answer' && reply.status >= 200 && reply.status < 300) return { kind: 'told' }
    return failed(notice, wordsOf(reply, notice), retryAfterMs(reply, deps.now()))
  } catch (error) {
    return failed(notice, error instanceof Error ? error.message : String(error), null)
  }
}

function post(
  notice: Notice,
  secret: string,
  { http, publicUrl, now, signal }: SendDeps,
): Promise<HttpReply> {
  const body = noticeBody(notice, publicUrl)
  const timestamp = String(Math.floor(now() / 1_000))
  const { rollout, gate, spec } = notice
  const call = { kind: 'notice', timestamp, rollout: String(rollout), gate, body } as const
  return http.send({
    method: 'POST',
    url: spec.url ?? '',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': noticeKey(notice),
      [timestampHeader]: timestamp,
      [signatureHeader]: signCall(secret, call),
    },
    body,
    timeoutMs: sendMs,
    signal,
  })
}

function failed({ attempts }: Notice, error: string, retryAfterMs: number | null): Sent {
  const afterMs = retryAfterMs ?? Math.min(pauseMs * 2 ** Math.min(attempts - 1, 20), pauseMsMax)
  return { kind: 'failed', error: cleanText(error.slice(0, errorLengthMax)), afterMs }
}

/** Says what went wrong, without what an address may carry besides the host. */
function wordsOf(reply: HttpReply, { spec }: Notice): string {
  if (reply.kind !== 'answer') return reply.message
  return `POST ${new URL(spec.url ?? '').host} answered ${reply.status}`
}

function retryAfterMs(reply: HttpReply, now: number): number | null {
  return reply.kind === 'answer' ? parseRetryAfter(reply.headers['retry-after'], now) : null
}
