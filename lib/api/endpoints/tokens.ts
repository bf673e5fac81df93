import { can } from '@/lib/core/access/permissions'
import { createToken } from '@/lib/members/create-token'
import type { PersonActor } from '@/lib/members/load-actor'
import { listSessions, listTokens } from '@/lib/members/queries'
import { revokeSession } from '@/lib/members/revoke-session'
import { revokeToken } from '@/lib/members/revoke-token'
import { createTokenSchema, sessionIdSchema, tokenIdSchema } from '@/lib/members/schemas'
import { endpoint } from '../endpoint'
import { createdTokenSchema, itemsOf, sessionSchema, tokenSchema } from '../schemas/members'

const tag = 'Members'

/** Whose things are listed: one's own, or with `member:read` everybody's. */
const ownerFor = (actor: PersonActor): number | undefined =>
  can(actor.bindings, 'member:read').allowed ? undefined : actor.userId

export const getTokens = endpoint({
  method: 'GET',
  path: '/api/v1/tokens',
  id: 'listTokens',
  tag,
  summary: "List one's own API tokens; as an admin, everybody's",
  permission: 'token:own',
  answers: { 200: { description: 'Tokens, newest first', schema: itemsOf(tokenSchema) } },
  handle: async ({ services, actor }) => ({ items: await listTokens(services.prisma, ownerFor(actor)) }),
})

export const postTokens = endpoint({
  method: 'POST',
  path: '/api/v1/tokens',
  id: 'createToken',
  tag,
  summary: 'Make an API token for oneself',
  description: 'It can do at most what its maker can. Its text is in this answer and nowhere else.',
  permission: 'token:own',
  body: createTokenSchema,
  answers: { 201: { description: 'The token', schema: createdTokenSchema } },
  handle: ({ services, actor, body }) => createToken(services, actor, body),
})

export const deleteTokenById = endpoint({
  method: 'DELETE',
  path: '/api/v1/tokens/{id}',
  id: 'revokeToken',
  tag,
  summary: 'End an API token at once',
  permission: 'token:own',
  params: tokenIdSchema,
  answers: { 204: { description: 'It works no more' } },
  handle: async ({ services, actor, params }) => {
    await revokeToken(services, actor, params)
  },
})

export const getSessions = endpoint({
  method: 'GET',
  path: '/api/v1/sessions',
  id: 'listSessions',
  tag,
  summary: "List one's own sign-ins that live; as an admin, everybody's",
  permission: 'token:own',
  answers: { 200: { description: 'Sessions, latest seen first', schema: itemsOf(sessionSchema) } },
  handle: async ({ services, actor }) => ({
    items: await listSessions(services.prisma, services.now(), ownerFor(actor)),
  }),
})

export const deleteSessionById = endpoint({
  method: 'DELETE',
  path: '/api/v1/sessions/{id}',
  id: 'revokeSession',
  tag,
  summary: 'End a sign-in at once',
  permission: 'token:own',
  params: sessionIdSchema,
  answers: { 204: { description: 'It works no more' } },
  handle: async ({ services, actor, params }) => {
    await revokeSession(services, actor, params)
  },
})
