import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { revokeSession } from '@/lib/members/revoke-session'
import { sessionMaxAgeSeconds, signIn } from '@/lib/members/sign-in'
import { environment } from '../env'
import { AppError } from '../errors'
import { originOf } from '../origin'
import { asAppError } from '../to-problem'
import type { WebServices } from './services'
import { sessionCookieName } from './session-cookie-name'

/**
 * How next-auth signs people in. Its cookie carries nothing but the id of our session row; whether that still
 * counts, and what its owner may do, is asked of the database with every request.
 */
export function authOptions(services: WebServices): NextAuthOptions {
  const secure = environment().publicUrl?.startsWith('https://') ?? false
  return {
    secret: services.sessionSecret,
    session: { strategy: 'jwt', maxAge: sessionMaxAgeSeconds, updateAge: sessionMaxAgeSeconds },
    jwt: { maxAge: sessionMaxAgeSeconds },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    cookies: {
      sessionToken: {
        name: sessionCookieName(secure),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
    },
    providers: [
      CredentialsProvider({
        name: 'password',
        credentials: { username: { label: 'User name' }, password: { label: 'Password', type: 'password' } },
        authorize: async (credentials, request) => {
          const sent = Object.entries(request.headers ?? {}).map(([k, v]): [string, string] => [k, String(v)])
          const origin = originOf(new Headers(sent))
          const username = String(credentials?.username ?? '')
          const password = String(credentials?.password ?? '')
          const signedIn = await refusable(() => signIn(services, { username, password, ...origin }))
          return { id: signedIn.sessionId, name: signedIn.name }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sid: user.id, name: user.name ?? null } : token),
      session: ({ session }) => ({ expires: session.expires, user: { name: session.user?.name ?? null } }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid !== 'string') return
        await revokeSession(services, { kind: 'system', name: 'sign-out' }, { id: token.sid })
      },
    },
  }
}

/**
 * next-auth hands the message of an error to the sign-in page, so only messages meant for people may be in it.
 * @throws Error whose message begins with the error's code: `rate_limited: Too many attempts …`.
 */
async function refusable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const known = asAppError(error) ?? new AppError('internal', 'Signing in failed on our side.')
    throw new Error(`${known.code}: ${known.message}`)
  }
}
