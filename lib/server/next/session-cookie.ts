import { decode } from 'next-auth/jwt'
import { sessionCookieName } from './session-cookie-name'

/**
 * Reads the session's id out of a request's cookies: the cookie is encrypted and only names a row.
 * Null when there is none, or it was not made by us, or is too old.
 */
export async function sessionIdOf(
  readCookie: (name: string) => string | undefined,
  secret: string,
): Promise<string | null> {
  const token = readCookie(sessionCookieName(true)) ?? readCookie(sessionCookieName(false))
  if (!token) return null
  try {
    const payload = await decode({ token, secret })
    return typeof payload?.sid === 'string' ? payload.sid : null
  } catch {
    return null
  }
}

/** Gives a reader for a `Cookie` header. */
export function cookieReader(header: string | null): (name: string) => string | undefined {
  return (name) => {
    for (const part of (header ?? '').split(';')) {
      const at = part.indexOf('=')
      if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
    }
    return undefined
  }
}
