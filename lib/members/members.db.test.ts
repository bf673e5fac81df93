import { describe, expect, it } from 'vitest'
import { poolSql } from '@/lib/server/sql'
import { testDatabase } from '@/lib/testing/database'
import { addPerson } from '@/lib/testing/people'
import { bootstrapAdmin } from './bootstrap-admin'
import { createToken } from './create-token'
import { createUser } from './create-user'
import { disableUser } from './disable-user'
import { enableUser } from './enable-user'
import { actorOfSession, actorOfToken, refreshActor } from './load-actor'
import { getMember, listMembers, listSessions, listTokens } from './queries'
import { resetPassword } from './reset-password'
import { revokeSession } from './revoke-session'
import { revokeToken } from './revoke-token'
import { setRoles } from './set-roles'
import { signIn } from './sign-in'

const database = testDatabase()
const now = () => new Date()
const services = {
  get pool() {
    return database.pool
  },
  now,
}
const system = { kind: 'system', name: 'test' } as const
const nowhere = { ip: '192.0.2.7', userAgent: 'test' }
const everywhere = (...roles: ('viewer' | 'operator' | 'approver' | 'admin')[]) =>
  roles.map((role) => ({ role, select: null }))
const byToken = (token: string) => actorOfToken(poolSql(database.pool), token, now(), nowhere)

describe('the first admin', () => {
  it('is made once, with a password that works, and a token from the environment', async () => {
    const made = await bootstrapAdmin(services, { bootstrapToken: 'cu_from-the-environment' })
    expect(made).toMatchObject({ username: 'admin', password: expect.stringMatching(/^\w{20}$/) })
    expect(await bootstrapAdmin(services, { bootstrapToken: 'cu_from-the-environment' })).toBeNull()
    const signedIn = await signIn(services, { username: 'admin', password: made?.password ?? '', ...nowhere })
    expect(signedIn.username).toBe('admin')
    expect(await byToken('cu_from-the-environment')).toMatchObject({
      kind: 'token',
      name: 'bootstrap',
      bindings: [{ role: 'admin', select: null }],
    })
  })

  it('loses the token of the environment when another one or none is set, and gets it back', async () => {
    await bootstrapAdmin(services, { bootstrapToken: 'another-one' })
    expect(await byToken('cu_from-the-environment')).toBeNull()
    expect(await byToken('another-one')).not.toBeNull()
    await bootstrapAdmin(services, {})
    expect(await byToken('another-one')).toBeNull()
    await bootstrapAdmin(services, { bootstrapToken: 'another-one' })
    expect(await byToken('another-one')).not.toBeNull()
  })
})

describe('members', () => {
  it('are added with roles, which count from the next request on', async () => {
    const ada = await addPerson(services, 'ada', 'operator')
    expect(ada.actor.bindings).toEqual(everywhere('operator'))
    await setRoles(services, system, { username: 'ada', roles: everywhere('viewer', 'approver') })
    expect((await byToken(ada.token))?.bindings).toEqual(everywhere('viewer', 'approver'))
  })

  it('are refused when the name is taken, nothing written', async () => {
    const again = createUser(services, system, { username: 'ada', roles: [] })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
    expect((await getMember(database.prisma, 'ada')).roles).toHaveLength(2)
  })

  it.each(['__proto__', 'constructor', 'Ada', '', '-x', 'a'.repeat(10_000), 'a\0b'])(
    'are refused with the name %j, and told where',
    async (username) => {
      await expect(createUser(services, system, { username, roles: [] })).rejects.toMatchObject({
        code: 'invalid',
        details: { problems: [{ path: ['username'] }] },
      })
    },
  )

  it('are shut out at once, sessions and tokens, and let in again', async () => {
    const bob = await addPerson(services, 'bob', 'viewer')
    const { sessionId } = await signIn(services, { username: 'bob', password: bob.password, ...nowhere })
    await disableUser(services, system, { username: 'bob' })
    expect(await byToken(bob.token)).toBeNull()
    expect(await refreshActor(database.sql, bob.actor, now())).toBeNull()
    expect(await actorOfSession(database.sql, sessionId, now(), nowhere)).toBeNull()
    await enableUser(services, system, { username: 'bob' })
    expect(await byToken(bob.token)).not.toBeNull()
    // The old session stays closed: letting somebody in is no reason to trust an old cookie.
    expect(await actorOfSession(database.sql, sessionId, now(), nowhere)).toBeNull()
  })

  it('are never left without somebody who can sign in as an admin, even when two admins race', async () => {
    await addPerson(services, 'eve', 'admin')
    const removals = ['admin', 'eve'].map((username) => setRoles(services, system, { username, roles: [] }))
    const outcomes = await Promise.allSettled(removals)
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const admins = (await listMembers(database.prisma)).filter(
      ({ roles, hasPassword }) => hasPassword && roles.some(({ role }) => role === 'admin'),
    )
    expect(admins).toHaveLength(1)
    const last = admins[0]?.username ?? ''
    await expect(disableUser(services, system, { username: last })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('get a new password that ends their sessions', async () => {
    const eva = await addPerson(services, 'eva', 'viewer')
    const { sessionId } = await signIn(services, { username: 'eva', password: eva.password, ...nowhere })
    const { password } = await resetPassword(services, system, { username: 'eva' })
    expect(await actorOfSession(database.sql, sessionId, now(), nowhere)).toBeNull()
    await expect(signIn(services, { username: 'eva', password: eva.password, ...nowhere })).rejects.toThrow()
    await expect(
      signIn(services, { username: 'eva', password: password ?? '', ...nowhere }),
    ).resolves.toMatchObject({ username: 'eva' })
  })
})

describe('tokens', () => {
  it('do at most what they were narrowed to, and make no wider ones', async () => {
    const root = await addPerson(services, 'root', 'admin')
    const narrow = await createToken(services, root.actor, { name: 'ci', roles: ['viewer'] })
    const actor = await byToken(narrow.token)
    expect(actor?.bindings).toEqual(everywhere('viewer'))
    if (!actor) return
    expect((await refreshActor(database.sql, actor, now()))?.bindings).toEqual(everywhere('viewer'))
    await expect(createToken(services, actor, { name: 'wider', roles: ['admin'] })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const child = await createToken(services, actor, { name: 'same' })
    expect((await byToken(child.token))?.bindings).toEqual(everywhere('viewer'))
  })

  it('end when revoked or expired; nobody revokes those of others without being an admin', async () => {
    const owner = await addPerson(services, 'owner', 'viewer')
    const stranger = await addPerson(services, 'stranger', 'operator')
    const made = await createToken(services, owner.actor, { name: 'short', expiresInDays: 1 })
    const tomorrow = new Date(Date.now() + 86_400_001)
    expect(await actorOfToken(database.sql, made.token, tomorrow, nowhere)).toBeNull()
    await expect(revokeToken(services, stranger.actor, { id: made.id })).rejects.toMatchObject({
      code: 'not_found',
    })
    await revokeToken(services, owner.actor, { id: made.id })
    expect(await byToken(made.token)).toBeNull()
    const listed = await listTokens(database.prisma, owner.actor.userId)
    expect(listed.find(({ id }) => id === made.id)?.revokedAt).not.toBeNull()
  })

  it('are kept as a hash only', async () => {
    const { token } = await addPerson(services, 'hashed', 'viewer')
    const rows = await database.sql.query<{ row: string }>('SELECT t::text AS row FROM api_token t')
    for (const { row } of rows) expect(row).not.toContain(token.slice(8))
    const audit = await database.sql.query<{ row: string }>('SELECT a::text AS row FROM audit a')
    for (const { row } of audit) {
      expect(row).not.toContain(token.slice(8))
      expect(row).not.toContain('password of')
    }
  })
})

describe('signing in', () => {
  it('refuses unknown names, wrong passwords and disabled members with the same words', async () => {
    const gone = await addPerson(services, 'gone', 'viewer')
    await disableUser(services, system, { username: 'gone' })
    for (const [username, password] of [
      ['nobody', 'anything at all'],
      ['ada', 'wrong'],
      ['gone', gone.password],
      ['', ''],
      ['a\0b', 'c\0d'],
    ] as const) {
      await expect(
        signIn(services, { username, password, ...nowhere, ip: '192.0.2.1' }),
      ).rejects.toMatchObject({
        code: 'unauthenticated',
        message: 'User name and password do not fit.',
      })
    }
  })

  it('makes guessing slow, tells how long to wait, and forgets after a success', async () => {
    let time = Date.now()
    const clocked = {
      get pool() {
        return database.pool
      },
      now: () => new Date(time),
    }
    const dan = await addPerson(services, 'dan', 'viewer')
    const attempt = (password: string) =>
      signIn(clocked, { username: 'dan', password, ip: '192.0.2.99', userAgent: null })
    for (let i = 0; i < 6; i++) {
      await expect(attempt('wrong')).rejects.toMatchObject({ code: 'unauthenticated' })
      if (i === 5) break
      time += i >= 4 ? 1_000 : 0
    }
    await expect(attempt(dan.password)).rejects.toMatchObject({
      code: 'rate_limited',
      details: { retryAfterSeconds: 2 },
    })
    time += 2_000
    await expect(attempt(dan.password)).resolves.toMatchObject({ username: 'dan' })
    await expect(attempt('wrong')).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('opens a session that ends when revoked or expired', async () => {
    const sam = await addPerson(services, 'sam', 'viewer')
    const open = () => signIn(services, { username: 'sam', password: sam.password, ...nowhere })
    const [first, second] = [await open(), await open()]
    expect(await actorOfSession(database.sql, first.sessionId, now(), nowhere)).toMatchObject({ name: 'sam' })
    const later = new Date(Date.now() + 13 * 3_600_000)
    expect(await actorOfSession(database.sql, first.sessionId, later, nowhere)).toBeNull()
    await revokeSession(services, sam.actor, { id: first.sessionId })
    expect(await actorOfSession(database.sql, first.sessionId, now(), nowhere)).toBeNull()
    const left = await listSessions(database.prisma, now(), sam.actor.userId)
    expect(left.map(({ id }) => id)).toEqual([second.sessionId])
    const other = await addPerson(services, 'other', 'operator')
    await expect(revokeSession(services, other.actor, { id: second.sessionId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
