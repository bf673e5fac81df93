import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { type Access, can, type Permission } from '@/lib/core/access/permissions'
import { actorOfSession, type PersonActor } from '@/lib/members/load-actor'
import { originOf } from '../origin'
import { poolSql } from '../sql'
import { type WebServices, webServices } from './services'
import { sessionIdOf } from './session-cookie'

/** Who is looking at a page, and what a page needs to serve them. */
export interface PageSession {
  actor: PersonActor
  services: WebServices
  /** Asks the matrix, for what to show; a screen that hides a button protects nothing. */
  can(permission: Permission): Access
}

/**
 * Finds who is signed in, once per request: the cookie names a session row, and row, user and roles are read
 * from the database each time. Null when nobody is, any longer.
 */
export const currentSession = cache(async (): Promise<PageSession | null> => {
  const services = webServices()
  const jar = await cookies()
  const sessionId = await sessionIdOf((name) => jar.get(name)?.value, services.sessionSecret)
  if (sessionId === null) return null
  const origin = originOf(await headers())
  const actor = await actorOfSession(poolSql(services.pool), sessionId, services.now(), origin)
  return actor && { actor, services, can: (permission) => can(actor.bindings, permission) }
})

/** Gives the session of whoever looks at a page, or sends them to sign in and back here afterwards. */
export async function requireSession(): Promise<PageSession> {
  const session = await currentSession()
  if (session) return session
  const from = (await headers()).get('x-upgrader-path') ?? '/'
  redirect(`/sign-in?from=${encodeURIComponent(from)}`)
}
