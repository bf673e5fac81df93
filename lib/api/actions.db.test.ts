import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { removeCluster } from '@/lib/clusters/actions'
import {
  addMember,
  changeOwnPassword,
  endToken,
  makeToken,
  replaceRoles,
  shutOut,
} from '@/lib/members/actions'
import { publishPolicyText } from '@/lib/policies/actions'
import { keepSecret, removeSecret } from '@/lib/secrets/actions'
import { testDatabase } from '@/lib/testing/database'
import { sendHeaders } from '@/lib/testing/next-headers'
import { addPerson, type TestPerson } from '@/lib/testing/people'
import { testWebServices } from '@/lib/testing/web-services'

const database = testDatabase()
const services = testWebServices(database)
let admin: TestPerson

beforeAll(async () => {
  admin = await addPerson(services(), 'ada', 'admin')
})
beforeEach(() => as(admin))

const as = ({ token }: TestPerson) => {
  sendHeaders({ authorization: `Bearer ${token}` })
}
const acts = async () =>
  (
    await database.sql.query<{ actor: string; action: string; object: string; data: unknown }>(
      'SELECT actor, action, object, data FROM audit ORDER BY id DESC LIMIT 2',
    )
  ).reverse()

describe('a server action', () => {
  it('does what the route of the same verb does, and writes the same audit row', async () => {
    const roles = [{ role: 'viewer' as const, select: null }]
    const added = await addMember({ username: 'grace', email: null, roles })
    expect(added).toMatchObject({ ok: true, value: { username: 'grace', password: expect.any(String) } })
    await replaceRoles({ username: 'grace', roles: [{ role: 'approver', select: null }] })
    expect(await acts()).toMatchObject([
      { actor: 'ada', action: 'user.create', object: 'grace' },
      { actor: 'ada', action: 'user.set-roles', object: 'grace' },
    ])
    const password = (added as { value: { password: string } }).value.password
    expect(JSON.stringify(await acts())).not.toContain(password)
  })

  it('answers a refusal as a problem with the fields it is about, and changes nothing', async () => {
    const refused = await addMember({ username: 'Not A Name', email: null, roles: [] })
    expect(refused).toMatchObject({
      ok: false,
      problem: { code: 'invalid', status: 400, errors: [{ pointer: '/username' }] },
    })
    expect(await removeCluster({ name: 'no-such' })).toMatchObject({ ok: false, problem: { status: 404 } })
    expect(await shutOut({ username: 'ada' })).toMatchObject({ ok: false, problem: { code: 'conflict' } })
    const policy = await publishPolicyText({ name: 'x', source: 'kind: Policy', baseRevision: 0 })
    expect(policy).toMatchObject({ ok: false, problem: { code: 'invalid' } })
  })

  it('keeps a secret sealed, and out of the audit log', async () => {
    expect(await keepSecret({ name: 'door', value: 'canary-9c' })).toMatchObject({ ok: true })
    expect(JSON.stringify(await acts())).not.toContain('canary-9c')
    expect(await removeSecret({ name: 'door' })).toMatchObject({ ok: true })
  })

  it('ends with the token that called it', async () => {
    const made = await makeToken({ name: 'short-lived' })
    if (!made.ok) throw new Error(made.problem.detail)
    sendHeaders({ authorization: `Bearer ${made.value.token}` })
    expect(await endToken({ id: made.value.id })).toMatchObject({ ok: true })
    expect(await endToken({ id: made.value.id })).toMatchObject({ ok: false, problem: { status: 401 } })
  })

  it('is limited like its route: guessing a password is dear', async () => {
    const guesser = await addPerson(services(), 'guesser', 'viewer')
    as(guesser)
    const guess = () => changeOwnPassword({ current: 'a guess', password: 'another password' })
    const codes = new Set<string>()
    for (let i = 0; i < 45; i++) {
      const answer = await guess()
      codes.add(answer.ok ? 'ok' : answer.problem.code)
    }
    expect(codes).toContain('rate_limited')
  })
})
