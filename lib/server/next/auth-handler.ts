import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from './auth-options'
import { webServices } from './services'

// Without a public address next-auth would send everybody to localhost:3000; the host asked for is better.
if (!process.env.NEXTAUTH_URL) process.env.AUTH_TRUST_HOST = '1'

interface AuthContext {
  params: Promise<{ nextauth: string[] }>
}

/** Serves next-auth's own addresses: sign-in, sign-out, its CSRF token. Public by nature. */
export async function handleAuth(request: NextRequest, context: AuthContext): Promise<Response> {
  return NextAuth(request, context, authOptions(webServices()))
}
