import { actorOfSession, actorOfToken, type PersonActor } from '@/lib/members/load-actor'
import { AppError } from '../errors'
import { originOf } from '../origin'
import { poolSql } from '../sql'
import type { WebServices } from './services'
import { cookieReader, sessionIdOf } from './session-cookie'

/** Calls of one caller in ten seconds before they are asked to wait; a plan counts as ten. */
const callsMax = 4_000
/** Refused tokens of one address in ten seconds. */
const refusedMax = 100

/**
 * Finds who makes a request: by bearer token, else by session cookie; null when it carries neither.
 * @throws AppError `unauthenticated` for a token or session that is not (any longer) valid, `rate_limited`.
 */
export async function actorOfRequest(
  services: WebServices,
  request: Request,
  cost: number,
): Promise<PersonActor | null> {
  const origin = originOf(request.headers)
  const actor = await findActor(services, request)
  if (actor === null) return null
  if (actor === 'refused') {
    await limit(services, `refused:${origin.ip ?? 'unknown'}`, 1, refusedMax)
    throw new AppError('unauthenticated', 'The token or session is unknown, revoked or expired.')
  }
  await limit(services, `user:${actor.userId}`, cost, callsMax)
  return actor
}

async function findActor(services: WebServices, request: Request): Promise<PersonActor | 'refused' | null> {
  const sql = poolSql(services.pool)
  const origin = originOf(request.headers)
  const authorization = request.headers.get('authorization')
  if (authorization !== null) {
    const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1]
    if (token === undefined) return 'refused'
    return (await actorOfToken(sql, token, services.now(), origin)) ?? 'refused'
  }
  const sessionId = await sessionIdOf(cookieReader(request.headers.get('cookie')), services.sessionSecret)
  if (sessionId === null) return null
  return (await actorOfSession(sql, sessionId, services.now(), origin)) ?? 'refused'
}

async function limit(services: WebServices, key: string, cost: number, max: number): Promise<void> {
  const wait = await services.limiter.spend(key, cost, max)
  if (wait > 0) {
    throw new AppError('rate_limited', `Too many requests. Try again in ${wait} s.`, {
      retryAfterSeconds: wait,
    })
  }
}
