import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy, securityHeaders } from '@/lib/server/next/security-headers'
import { sessionCookieName } from '@/lib/server/next/session-cookie-name'

/** Everything but the build's own files, which carry nothing of anybody. */
export const config = { matcher: '/((?!_next/static|_next/image|favicon.ico|icon.svg).*)' }

/** Addresses that machines ask and that answer without a session. */
const forMachines = new Set(['/healthz', '/readyz', '/metrics'])

/**
 * Sets headers and sends those who carry no session cookie to the sign-in page. It authorises nothing: pages,
 * routes and actions each do that themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search, protocol } = request.nextUrl
  const isPage = !pathname.startsWith('/api/') && !forMachines.has(pathname)
  if (isPage && pathname !== '/sign-in' && !mayBeSignedIn(request)) {
    const target = new URL('/sign-in', request.url)
    target.searchParams.set('from', pathname + search)
    return withHeaders(NextResponse.redirect(target), protocol)
  }
  if (!isPage) return withHeaders(NextResponse.next(), protocol)
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  // Next reads the nonce of its own scripts from the policy of the request.
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  headers.set('x-upgrader-path', pathname + search)
  const response = withHeaders(NextResponse.next({ request: { headers } }), protocol)
  response.headers.set('content-security-policy', policy)
  return response
}

const mayBeSignedIn = ({ cookies }: NextRequest): boolean =>
  cookies.has(sessionCookieName(true)) || cookies.has(sessionCookieName(false))

function withHeaders(response: NextResponse, protocol: string): NextResponse {
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value)
  if (protocol === 'https:') response.headers.set('strict-transport-security', 'max-age=31536000')
  return response
}
