import { beforeAll, describe, expect, it } from 'vitest'
import { GET as AUDIT } from '@/app/api/v1/audit/route'
import { GET, PUT } from '@/app/api/v1/clusters/route'
import { GET as HEALTH } from '@/app/healthz/route'
import { GET as METRICS } from '@/app/metrics/route'
import { GET as READY } from '@/app/readyz/route'
import { provideWebServices } from '@/lib/server/next/services'
import { createPool } from '@/lib/server/pool'
import { createPrisma } from '@/lib/server/prisma'
import { callRoute } from '@/lib/testing/call-route'
import { testDatabase } from '@/lib/testing/database'
import { addPerson } from '@/lib/testing/people'
import { testWebServices } from '@/lib/testing/web-services'
import { readinessSchema } from './endpoints/system'

const database = testDatabase()
const services = testWebServices(database)
let token = ''

beforeAll(async () => {
  token = (await addPerson(services(), 'alma', 'admin')).token
})

/** Nothing listens there. */
const deadUrl = 'postgresql://nobody@127.0.0.1:9/nothing'

describe('without a database', () => {
  it('every call answers 503 with a time to come back, and says that nothing was changed', async () => {
    provideWebServices({
      ...services(),
      pool: createPool({ url: deadUrl, applicationName: 'test' }),
      prisma: createPrisma({ url: deadUrl, applicationName: 'test' }),
    })
    for (const [handler, path, json] of [
      [GET, '/api/v1/clusters', undefined],
      [PUT, '/api/v1/clusters', []],
      [AUDIT, '/api/v1/audit', undefined],
    ] as const) {
      const answer = await callRoute(handler, path, { token, json })
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } })
      expect(answer.headers.get('retry-after')).toBe('5')
      expect(answer.text).not.toContain('127.0.0.1')
    }
  })

  it('the process lives but is not ready, and metrics say so', async () => {
    expect((await callRoute(HEALTH, '/healthz')).status).toBe(200)
    const ready = await callRoute(READY, '/readyz')
    expect(ready.status).toBe(503)
    expect(readinessSchema.parse(ready.body).checks.database.ok).toBe(false)
    expect((await callRoute(METRICS, '/metrics')).text).toContain('upgrader_database_up 0')
  })

  it('all goes on by itself when it is back', async () => {
    provideWebServices(services())
    expect((await callRoute(GET, '/api/v1/clusters', { token })).status).toBe(200)
  })

  it('reads by Prisma are told apart from bugs, too', async () => {
    const prisma = createPrisma({ url: deadUrl, applicationName: 'test' })
    provideWebServices({ ...services(), prisma })
    expect(await callRoute(AUDIT, '/api/v1/audit', { token })).toMatchObject({ status: 503 })
    provideWebServices(services())
  })
})

describe('with a database', () => {
  it('is ready once a worker is heard of, and not ready when it falls silent', async () => {
    const ready = async () => (await callRoute(READY, '/readyz')).status
    expect(await ready()).toBe(503)
    await database.sql.query(
      "INSERT INTO worker_heartbeat (id, host, pid, started_at, seen_at) VALUES ('w', 'h', 1, now(), now())",
    )
    expect(await ready()).toBe(200)
    await database.sql.query("UPDATE worker_heartbeat SET seen_at = now() - interval '1 minute'")
    expect(await ready()).toBe(503)
  })

  it('metrics are Prometheus text with rollouts by state, connections, streams and calls', async () => {
    const { text, headers } = await callRoute(METRICS, '/metrics')
    expect(headers.get('content-type')).toContain('text/plain')
    for (const line of [
      'upgrader_rollouts{state="running"} 0',
      'upgrader_database_up 1',
      'upgrader_streams_open 0',
      'upgrader_targets_in_flight 0',
      /upgrader_pool_connections\{state="idle"\} \d+/,
      /upgrader_http_call_seconds_count\{endpoint="listClusters",status="200"\} \d+/,
    ]) {
      expect(text).toMatch(line instanceof RegExp ? line : new RegExp(line.replaceAll(/[{}"]/g, '\\$&')))
    }
  })

  it('a slow statement ends as 503, a bug as 500 without details', async () => {
    const failing = (error: Error) => ({
      ...services().prisma,
      audit: { findMany: () => Promise.reject(error) },
    })
    const answer = async (error: Error) => {
      provideWebServices({ ...services(), prisma: failing(error) as never })
      const answered = await callRoute(AUDIT, '/api/v1/audit', { token })
      provideWebServices(services())
      return answered
    }
    const timeout = Object.assign(new Error('canceling statement'), { code: '57014', severity: 'ERROR' })
    expect((await answer(timeout)).status).toBe(503)
    const bug = await answer(new Error('secret detail'))
    expect(bug).toMatchObject({ status: 500, body: { code: 'internal', requestId: expect.any(String) } })
    expect(bug.text).not.toContain('secret detail')
  })
})
