import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { can, roles } from '@/lib/core/access/permissions'
import type { Action } from '@/lib/server/next/action'
import type { Route } from '@/lib/server/next/route'
import { callRoute } from '@/lib/testing/call-route'
import { testDatabase } from '@/lib/testing/database'
import { sendHeaders } from '@/lib/testing/next-headers'
import { addPerson } from '@/lib/testing/people'
import { testWebServices } from '@/lib/testing/web-services'

const root = path.resolve(import.meta.dirname, '../..')
const verbs = ['GET', 'PUT', 'POST', 'DELETE']
/** Serves next-auth's own addresses, for people who are not signed in yet. */
const signIn = 'app/api/auth/[...nextauth]/route.ts'
/** Answers outside systems, which prove by a signature who they are. */
const signedPath = '/api/v1/rollouts/{id}/gates/{gate}/answer'
const publicPaths = ['/healthz', '/readyz', '/metrics', '/api/openapi.json', '/api/{rest}', signedPath]

const files = ['app', 'lib', 'components']
  .flatMap((top) =>
    readdirSync(path.join(root, top), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.join(top, file),
    ),
  )
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('generated'))
const routeFiles = files.filter((file) => /^app\/.*\broute\.tsx?$/.test(file) && file !== signIn)
const actionFiles = files.filter((file) =>
  /^\s*['"]use server['"]/.test(readFileSync(path.join(root, file), 'utf8')),
)

const load = async (file: string): Promise<Record<string, unknown>> => import(path.join(root, file))

const database = testDatabase()
/** Each test has a window of the limits of its own: all of them come from one address, and there are many routes. */
let ahead = 0
const services = testWebServices(database, () => new Date(Date.now() + ahead))
const tokens = new Map<string, string>()

beforeEach(() => {
  ahead += 10_000
})

beforeAll(async () => {
  for (const role of roles) tokens.set(role, (await addPerson(services(), `a-${role}`, role)).token)
  tokens.set('nobody', (await addPerson(services(), 'a-nobody')).token)
})

const bindingsOf = (who: string) =>
  roles.filter((role) => role === who).map((role) => ({ role, select: null }))

describe('every route', () => {
  it('is found', () => {
    expect(routeFiles.length).toBeGreaterThan(40)
  })

  it.each(routeFiles)('%s is made by route(), under the address it says', async (file) => {
    const address = `/${path.dirname(file).replace(/^app\/?/, '')}`
      .replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, '{$1}')
      .replaceAll(/\/\([^)]*\)/g, '')
    for (const [name, handler] of Object.entries(await load(file))) {
      expect(verbs, `${file} exports ${name}`).toContain(name)
      const { endpoint } = handler as Route
      expect(endpoint, `${file} ${name} is not made by route()`).toBeDefined()
      expect([endpoint.method, endpoint.path]).toEqual([name, address])
      if (endpoint.permission === 'public') expect(publicPaths).toContain(endpoint.path)
    }
  })

  it.each(routeFiles)(
    '%s refuses whoever is not signed in or lacks the role, before reading anything',
    async (file) => {
      for (const handler of Object.values(await load(file)) as Route[]) {
        const { endpoint } = handler
        const { permission } = endpoint
        if (permission === 'public') continue
        const address = endpoint.path.replaceAll(/\{\w+\}/g, '1')
        const hostile =
          endpoint.method === 'GET' ? {} : { body: '{"half', headers: { 'content-type': 'application/json' } }
        const anonymous = await callRoute(handler, address, hostile)
        expect(anonymous.status, `${endpoint.id} anonymous`).toBe(401)
        expect(anonymous.headers.get('content-type')).toBe('application/problem+json')
        const forged = await callRoute(handler, address, { ...hostile, token: `cu_${'x'.repeat(43)}` })
        expect(forged.status, `${endpoint.id} forged token`).toBe(401)
        for (const [who, token] of tokens) {
          if (can(bindingsOf(who), permission).allowed) continue
          const answer = await callRoute(handler, address, { ...hostile, token })
          expect(answer.status, `${endpoint.id} as ${who}`).toBe(403)
        }
      }
    },
  )
})

describe('every server action', () => {
  it('is found', () => {
    expect(actionFiles.length).toBeGreaterThanOrEqual(5)
  })

  it.each(actionFiles)('%s is made by action() and refuses strangers', async (file) => {
    for (const [name, exported] of Object.entries(await load(file))) {
      const call = exported as Action<unknown, unknown>
      expect(call.permission, `${file} ${name} is not made by action()`).toBeDefined()
      sendHeaders()
      expect(await call({}), name).toMatchObject({ ok: false, problem: { status: 401 } })
      for (const [who, token] of tokens) {
        if (can(bindingsOf(who), call.permission).allowed) continue
        sendHeaders({ authorization: `Bearer ${token}` })
        expect(await call({}), `${name} as ${who}`).toMatchObject({ ok: false, problem: { status: 403 } })
      }
    }
  })
})
