import { isIP } from 'node:net'
import type { Origin } from '@/lib/members/load-actor'

/**
 * Reads where a request came from. The last address of `x-forwarded-for` is the one our own server or the
 * nearest proxy wrote; earlier ones are whatever the client claims.
 */
export function originOf(headers: Pick<Headers, 'get'>): Origin {
  const ip =
    headers
      .get('x-forwarded-for')
      ?.split(',')
      .at(-1)
      ?.trim()
      .replace(/^::ffff:/, '') ?? ''
  const userAgent = headers.get('user-agent')?.slice(0, 300) ?? null
  return { ip: isIP(ip) ? ip : null, userAgent }
}

/**
 * Tells whether a request comes from our own pages. Browsers state it in `Sec-Fetch-Site`; older ones in
 * `Origin`. A request with neither is refused: no browser that we support sends such a one.
 */
export function isSameOrigin(headers: Pick<Headers, 'get'>): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  if (origin === null || origin === 'null') return false
  try {
    return new URL(origin).host === headers.get('host')
  } catch {
    return false
  }
}
