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
export const signCall = (secret: string, { kind, timestamp, rollout, gate, body }: SignedCall): string =>
  signLines(secret, ['v1', kind, timestamp, `${rollout}/${gate}`, body])

/** Signs what a notification route is told: the same five lines with `notification` and the route's name. */
export const signNotification = (
  secret: string,
  { timestamp, route, body }: { timestamp: string; route: string; body: string },
): string => signLines(secret, ['v1', 'notification', timestamp, route, body])

const signLines = (secret: string, lines: readonly string[]): string =>
  `v1=${createHmac('sha256', secret).update(lines.join('\n'), 'utf8').digest('hex')}`

/** Tells whether a signature is that of a call, in a time that says nothing about how much of it is right. */
export function isSignedBy(secret: string, call: SignedCall, signature: string): boolean {
  const right = Buffer.from(signCall(secret, call))
  const given = Buffer.from(signature)
  return right.length === given.length && timingSafeEqual(right, given)
}
