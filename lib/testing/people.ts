import type { Role } from '@/lib/core/access/permissions'
import { createToken } from '@/lib/members/create-token'
import { createUser } from '@/lib/members/create-user'
import { actorOfToken, type PersonActor } from '@/lib/members/load-actor'
import type { Services } from '@/lib/server/mutation'
import { poolSql } from '@/lib/server/sql'

/** Somebody in a test: a member with an API token. */
export interface TestPerson {
  actor: PersonActor
  token: string
  username: string
  password: string
}

const system = { kind: 'system', name: 'test' } as const

/** Adds a member with these roles over the whole fleet, and a token of theirs. */
export async function addPerson(services: Services, username: string, ...roles: Role[]): Promise<TestPerson> {
  const password = `password of ${username}`
  const bindings = roles.map((role) => ({ role, select: null }))
  const { id } = await createUser(services, system, { username, password, roles: bindings })
  const owner: PersonActor = {
    kind: 'user',
    userId: id,
    name: username,
    bindings,
    sessionId: null,
    tokenId: null,
    ip: null,
    userAgent: null,
  }
  // Somebody without a role may do nothing, not even make a token; here the system makes it for them.
  const maker = { ...owner, bindings: [...bindings, { role: 'viewer' as const, select: null }] }
  const { token } = await createToken(services, maker, { name: 'test' })
  const origin = { ip: null, userAgent: null }
  const actor = await actorOfToken(poolSql(services.pool), token, services.now(), origin)
  if (!actor) throw new Error(`the token of ${username} does not work`)
  return { actor, token, username, password }
}
