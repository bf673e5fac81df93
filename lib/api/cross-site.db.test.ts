import { encode } from 'next-auth/jwt'
import { beforeAll, describe, expect, it } from 'vitest'
import { GET, PUT } from '@/app/api/v1/clusters/route'
import { GET as ME } from '@/app/api/v1/me/route'
import { revokeSession } from '@/lib/members/revoke-session'
import { signIn } from '@/lib/members/sign-in'
import { callRoute } from '@/lib/testing/call-route'
import { testDatabase } from '@/lib/testing/database'
import { addPerson } from '@/lib/testing/people'
import { testWebServices } from '@/lib/testing/web-services'

const database = testDatabase()
let time = Date.now()
const services = testWebServices(database, () => new Date(time))
let sid = ''

beforeAll(async () => {
  const olga = await addPerson(services(), 'olga', 'operator')
  const credentials = { username: 'olga', password: olga.password, ip: null, userAgent: null }
  sid = (await signIn(services(), credentials)).sessionId
})

const cookie = async (secret = services().sessionSecret) =>
  `other=1; cluster-upgrader=${await encode({ token: { sid }, secret })}; last=2`
const put = async (headers: Record<string, string>) =>
  callRoute(PUT, '/api/v1/clusters', {
    body: '[]',
    headers: { cookie: await cookie(), 'content-type': 'application/json', ...headers },
  })

describe('a session cookie', () => {
  it('reads from anywhere, as reading changes nothing and no answer is shared', async () => {
    const answer = await callRoute(GET, '/api/v1/clusters', { headers: { cookie: await cookie() } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['our own page', { 'sec-fetch-site': 'same-origin' }, 200],
    ['our own page in an older browser', { origin: 'http://console.test' }, 200],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another port of this host', { 'sec-fetch-site': 'same-site' }, 403],
    ['the address bar', { 'sec-fetch-site': 'none' }, 403],
    ['another origin', { origin: 'http://evil.test' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    [
      'another site that sends our origin',
      { origin: 'http://console.test', 'sec-fetch-site': 'cross-site' },
      403,
    ],
    ['nobody knows', {}, 403],
  ])('changes something from %s: %j → %i', async (_, headers, status) => {
    expect((await put(headers)).status).toBe(status)
  })

  it('is worth nothing when forged, revoked, or older than its session', async () => {
    const me = async (secret?: string) =>
      (await callRoute(ME, '/api/v1/me', { headers: { cookie: await cookie(secret) } })).status
    expect(await me()).toBe(200)
    expect(await me('another secret')).toBe(401)
    time += 13 * 3_600_000
    expect(await me()).toBe(401)
    time -= 13 * 3_600_000
    expect(await me()).toBe(200)
    await revokeSession(services(), { kind: 'system', name: 'test' }, { id: sid })
    expect(await me()).toBe(401)
  })
})

describe('a flood of calls', () => {
  it('is answered 429 with a time to wait, others are not', async () => {
    const flooder = await addPerson(services(), 'flooder', 'viewer')
    const other = await addPerson(services(), 'other', 'viewer')
    const call = (token: string) => callRoute(ME, '/api/v1/me', { token })
    await services().limiter.spend(`user:${flooder.actor.userId}`, 5_000, 5_000)
    const refused = await call(flooder.token)
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await call(other.token)).status).toBe(200)
    time += 10_000
    expect((await call(flooder.token)).status).toBe(200)
  })

  it('of guessed tokens is slowed down by address, over all processes', async () => {
    const guess = (ip: string) =>
      callRoute(ME, '/api/v1/me', { token: 'cu_guess', headers: { 'x-forwarded-for': ip } })
    let last = 0
    for (let i = 0; i < 102; i++) last = (await guess('192.0.2.1')).status
    expect(last).toBe(429)
    expect((await guess('192.0.2.2')).status).toBe(401)
  })
})
