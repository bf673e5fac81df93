import { createHash, randomBytes } from 'node:crypto'

/** Most characters of a token that anybody may send; longer ones are refused unread. */
export const tokenLengthMax = 512

/** A new bearer token: its text (shown once), what is kept of it, and what recognises it in a list. */
export interface NewToken {
  token: string
  hash: string
  prefix: string
}

/** Makes a bearer token of 256 random bits, `cu_…`. */
export function newToken(): NewToken {
  const token = `cu_${randomBytes(32).toString('base64url')}`
  return { token, hash: hashToken(token), prefix: token.slice(0, 8) }
}

/** Gives what is kept of a token. Plain SHA-256: the text is random, so there is nothing to guess. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
