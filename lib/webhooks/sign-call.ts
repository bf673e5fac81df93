import { createHmac, timingSafeEqual } from 'node:crypto'

/** A call between us and an outside system about one gate, as it is signed. */
export interface SignedCall {
  /** What we send is a `notice`, what comes back an `answer`: neither can be sent back as the other. */
  readonly kind: 'notice' | 'answer'
  /** Seconds since 1970, as they stand in the header. */
  readonly timestamp: string
  readonly rollout: string
  readonly gate: string
  /** The body, byte by byte. */
  readonly body: string
}

/** Headers of a signed call, in both directions. */
export const timestampHeader = 'upgrader-timestamp'
export const signatureHeader = 'upgrader-signature'

/** Signs a call: `v1=` and the HMAC-SHA256 in hex of five lines: `v1`, kind, timestamp, `rollout/gate`, body. */
export function signCall(secret: string, { kind, timestamp, rollout, gate, body }: SignedCall): string {
  const text = ['v1', kind, timestamp, `${rollout}/${gate}`, body].join('\n')
  return `v1=${createHmac('sha256', secret).update(text, 'utf8').digest('hex')}`
}

/** Tells whether a signature is that of a call, in a time that says nothing about how much of it is right. */
export function isSignedBy(secret: string, call: SignedCall, signature: string): boolean {
  const right = Buffer.from(signCall(secret, call))
  const given = Buffer.from(signature)
  return right.length === given.length && timingSafeEqual(right, given)
}
