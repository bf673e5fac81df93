import { beforeAll, describe, expect, it } from 'vitest'
import { GET as CHECK } from '@/app/api/v1/audit/check/route'
import { GET as AUDIT } from '@/app/api/v1/audit/route'
import { DELETE as END, GET as FREEZE } from '@/app/api/v1/freezes/[id]/route'
import { POST as CREATE_FREEZE, GET as FREEZES } from '@/app/api/v1/freezes/route'
import { GET as ME } from '@/app/api/v1/me/route'
import { POST as DISABLE } from '@/app/api/v1/members/[username]/disable/route'
import { POST as ENABLE } from '@/app/api/v1/members/[username]/enable/route'
import { POST as RESET } from '@/app/api/v1/members/[username]/reset-password/route'
import { PUT as ROLES } from '@/app/api/v1/members/[username]/roles/route'
import { GET as MEMBER } from '@/app/api/v1/members/[username]/route'
import { POST as ADD_MEMBER, GET as MEMBERS } from '@/app/api/v1/members/route'
import { PUT as SET_SECRET, DELETE as UNSET_SECRET } from '@/app/api/v1/secrets/[name]/route'
import { GET as SECRETS } from '@/app/api/v1/secrets/route'
import { GET as SESSIONS } from '@/app/api/v1/sessions/route'
import { DELETE as REVOKE } from '@/app/api/v1/tokens/[id]/route'
import { POST as ADD_TOKEN, GET as TOKENS } from '@/app/api/v1/tokens/route'
import { readSecret } from '@/lib/secrets/queries'
import { callRoute } from '@/lib/testing/call-route'
import { testDatabase } from '@/lib/testing/database'
import { addPerson, type TestPerson } from '@/lib/testing/people'
import { testWebServices } from '@/lib/testing/web-services'
import { auditCheckSchema, auditPageSchema } from './endpoints/audit'
import { freezeSchema } from './endpoints/freezes'
import {
  createdMemberSchema,
  createdTokenSchema,
  itemsOf,
  memberSchema,
  meSchema,
  tokenSchema,
} from './schemas/members'

const database = testDatabase()
const services = testWebServices(database)
let admin: TestPerson
let viewer: TestPerson

beforeAll(async () => {
  admin = await addPerson(services(), 'alma', 'admin')
  viewer = await addPerson(services(), 'vera', 'viewer')
})

describe('freezes', () => {
  const freeze = (more: object = {}) => ({
    title: 'Black Friday',
    select: 'cluster.tier=="premium"',
    endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    reason: 'Peak traffic',
    ...more,
  })
  const create = (json: object) => callRoute(CREATE_FREEZE, '/api/v1/freezes', { token: admin.token, json })

  it('begin now, are listed as active, and end once', async () => {
    const made = await create(freeze())
    expect(made.status).toBe(201)
    const { id } = freezeSchema.parse(made.body)
    expect(made.body).toMatchObject({
      state: 'active',
      createdBy: 'alma',
      select: 'cluster.tier == "premium"',
    })
    const active = await callRoute(FREEZES, '/api/v1/freezes?state=active', { token: viewer.token })
    expect(active.body.items.map((item: { id: string }) => item.id)).toEqual([id])
    const end = () => callRoute(END, `/api/v1/freezes/${id}`, { token: admin.token })
    expect((await end()).status).toBe(204)
    expect((await end()).status).toBe(409)
    const ended = await callRoute(FREEZE, `/api/v1/freezes/${id}`, { token: viewer.token })
    expect(ended.body).toMatchObject({ state: 'over', endedAt: expect.any(String) })
  })

  it('are announced for later', async () => {
    const startsAt = new Date(Date.now() + 1_800_000).toISOString()
    expect((await create(freeze({ startsAt }))).body.state).toBe('upcoming')
  })

  it.each([
    ['a selector with an error', { select: 'cluster.tier = "premium"' }, '/select'],
    ['an end in the past', { endsAt: '2001-01-01T00:00:00Z' }, '/endsAt'],
    ['an end before the start', { startsAt: '2999-01-01T00:00:00Z' }, '/endsAt'],
    ['an end that is no instant', { endsAt: 'tomorrow' }, '/endsAt'],
    ['no reason', { reason: '' }, '/reason'],
  ])('are refused with %s, nothing written', async (_, more, pointer) => {
    const before = await database.sql.query('SELECT 1 FROM "freeze"')
    const answer = await create(freeze(more))
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
    expect(await database.sql.query('SELECT 1 FROM "freeze"')).toHaveLength(before.length)
  })
})

describe('members over REST', () => {
  it('come, change and go', async () => {
    const { token } = admin
    const json = { username: 'mia', roles: [{ role: 'operator' }] }
    const made = await callRoute(ADD_MEMBER, '/api/v1/members', { token, json })
    expect(made.status).toBe(201)
    expect(createdMemberSchema.parse(made.body).password).toHaveLength(20)
    const scoped = [{ role: 'approver', select: 'cluster.provider == "aws"' }]
    const changed = await callRoute(ROLES, '/api/v1/members/mia/roles', { token, json: { roles: scoped } })
    expect(memberSchema.parse(changed.body).roles).toEqual(scoped)
    const disabled = await callRoute(DISABLE, '/api/v1/members/mia/disable', { token })
    expect(disabled.body.disabledAt).not.toBeNull()
    expect((await callRoute(ENABLE, '/api/v1/members/mia/enable', { token })).body.disabledAt).toBeNull()
    const reset = await callRoute(RESET, '/api/v1/members/mia/reset-password', { token, json: {} })
    expect(reset.body.password).not.toBe(made.body.password)
    const { body } = await callRoute(MEMBERS, '/api/v1/members', { token })
    expect(
      itemsOf(memberSchema)
        .parse(body)
        .items.map(({ username }) => username),
    ).toContain('mia')
    expect((await callRoute(MEMBER, '/api/v1/members/nobody', { token })).status).toBe(404)
  })

  it('are refused with a scope that is no selector', async () => {
    const json = { roles: [{ role: 'operator', select: 'cluster.regoin == "x"' }] }
    const answer = await callRoute(ROLES, '/api/v1/members/vera/roles', { token: admin.token, json })
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/roles/0/select' }] } })
    expect(answer.body.detail).toContain('region')
  })
})

describe('tokens over REST', () => {
  it('are made for oneself, work, and end', async () => {
    const made = await callRoute(ADD_TOKEN, '/api/v1/tokens', {
      token: viewer.token,
      json: { name: 'laptop' },
    })
    const { token, id } = createdTokenSchema.parse(made.body)
    const me = await callRoute(ME, '/api/v1/me', { token })
    expect(meSchema.parse(me.body)).toMatchObject({ username: 'vera', via: 'token' })
    const own = await callRoute(TOKENS, '/api/v1/tokens', { token })
    for (const item of itemsOf(tokenSchema).parse(own.body).items) expect(item.owner).toBe('vera')
    expect((await callRoute(REVOKE, `/api/v1/tokens/${id}`, { token })).status).toBe(204)
    expect((await callRoute(ME, '/api/v1/me', { token })).status).toBe(401)
  })

  it('of others are not to be found, let alone ended', async () => {
    const { body } = await callRoute(TOKENS, '/api/v1/tokens', { token: admin.token })
    const alien = body.items.find((item: { owner: string }) => item.owner === 'alma')
    expect((await callRoute(REVOKE, `/api/v1/tokens/${alien.id}`, { token: viewer.token })).status).toBe(404)
    expect((await callRoute(SESSIONS, '/api/v1/sessions', { token: viewer.token })).body.items).toEqual([])
  })
})

describe('secrets', () => {
  it('go in and never come out, neither in answers nor in the database nor in the audit log', async () => {
    const canary = 'canary-4f1c9b'
    const options = { token: admin.token, json: { value: canary } }
    expect((await callRoute(SET_SECRET, '/api/v1/secrets/plane', options)).status).toBe(204)
    const key = services().encryptionKey()
    expect(await readSecret(database.sql, key, 'plane')).toBe(canary)
    const listed = await callRoute(SECRETS, '/api/v1/secrets', { token: admin.token })
    expect(listed.body.items).toMatchObject([{ name: 'plane', updatedBy: 'alma' }])
    expect(listed.text).not.toContain(canary)
    for (const table of ['secret', 'audit']) {
      const rows = await database.sql.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`)
      for (const { row } of rows) {
        expect(row).not.toContain(canary)
        expect(row).not.toContain(Buffer.from(canary).toString('hex'))
      }
    }
  })

  it('cannot be read with another key, under another name, or after a change', async () => {
    const key = services().encryptionKey()
    await database.sql.query(
      "INSERT INTO secret SELECT 'copy', key_id, nonce, ciphertext, updated_at, updated_by FROM secret WHERE name = 'plane'",
    )
    await expect(readSecret(database.sql, key, 'copy')).rejects.toThrow()
    await expect(readSecret(database.sql, { ...key, id: 'other' }, 'plane')).rejects.toThrow('key')
    await database.sql.query(
      "UPDATE secret SET ciphertext = set_byte(ciphertext, 0, get_byte(ciphertext, 0) # 1) WHERE name = 'plane'",
    )
    await expect(readSecret(database.sql, key, 'plane')).rejects.toThrow()
  })

  it('are deleted once', async () => {
    const unset = () => callRoute(UNSET_SECRET, '/api/v1/secrets/plane', { token: admin.token })
    expect((await unset()).status).toBe(204)
    expect((await unset()).status).toBe(404)
  })
})

describe('the audit log', () => {
  it('lists acts newest first, page by page, and filters', async () => {
    const { token } = admin
    const ids: number[] = []
    let cursor = ''
    do {
      const answer = await callRoute(AUDIT, `/api/v1/audit?limit=5${cursor}`, { token })
      const page = auditPageSchema.parse(answer.body)
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`
    } while (cursor !== '')
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => ids.length - i))
    const freezes = await callRoute(AUDIT, '/api/v1/audit?action=freeze.&actor=alma', { token })
    expect(new Set(freezes.body.items.map((item: { action: string }) => item.action))).toEqual(
      new Set(['freeze.create', 'freeze.end']),
    )
  })

  it('holds nothing of what was refused', async () => {
    const before = await database.sql.query('SELECT 1 FROM audit')
    await callRoute(ADD_MEMBER, '/api/v1/members', {
      token: viewer.token,
      json: { username: 'x', roles: [] },
    })
    await callRoute(ADD_MEMBER, '/api/v1/members', {
      token: admin.token,
      json: { username: 'vera', roles: [] },
    })
    expect(await database.sql.query('SELECT 1 FROM audit')).toHaveLength(before.length)
  })

  it('is whole; a changed row and a cut tail are named', async () => {
    const check = async () => {
      const { body } = await callRoute(CHECK, '/api/v1/audit/check', { token: admin.token })
      return auditCheckSchema.parse(body)
    }
    expect(await check()).toMatchObject({ whole: true, breaks: [] })
    await expect(database.sql.query("UPDATE audit SET actor = 'mallory' WHERE id = 3")).rejects.toThrow()
    await expect(database.sql.query('DELETE FROM audit WHERE id = 3')).rejects.toThrow()
    await database.sql.query('GRANT UPDATE, DELETE ON audit TO CURRENT_USER')
    await database.sql.query('ALTER TABLE audit DISABLE TRIGGER USER')
    await database.sql.query("UPDATE audit SET actor = 'mallory' WHERE id = 3")
    expect((await check()).breaks).toEqual([{ id: 3, problem: 'changed' }])
    // Whatever of a row is changed shows; and so does a row whose own hash was made to fit, by the one behind it.
    const told = [
      'at',
      'actor_kind',
      'actor_id',
      'action',
      'object_type',
      'object',
      'data',
      'ip',
      'user_agent',
    ]
    const forged = {
      at: "at + interval '1 second'",
      actor_kind: "CASE actor_kind WHEN 'user' THEN 'token' ELSE 'user' END",
      actor_id: 'coalesce(actor_id, 0) + 1',
      data: `data || '{"forged": true}'`,
    } as Readonly<Record<string, string>>
    for (const [i, column] of told.entries()) {
      const change = forged[column] ?? `coalesce(${column}, '') || '-forged'`
      await database.sql.query(`UPDATE audit SET ${column} = ${change} WHERE id = $1`, [i + 4])
    }
    const changed = [3, ...told.map((_, i) => i + 4)].map((id) => ({ id, problem: 'changed' }))
    expect((await check()).breaks).toEqual(changed)
    await database.sql.query('UPDATE audit SET hash = audit_hash(audit) WHERE id = 3')
    expect((await check()).breaks).toContainEqual({ id: 4, problem: 'does not follow the row before it' })
    const known = (await check()).breaks.length
    await database.sql.query('DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)')
    expect((await check()).breaks).toHaveLength(known + 1)
  })
})
