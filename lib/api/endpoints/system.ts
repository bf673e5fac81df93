import { Gauge, Registry } from 'prom-client'
import { z } from 'zod'
import type { WebServices } from '@/lib/server/next/services'
import { isUnavailable } from '@/lib/server/outages'
import { poolSql } from '@/lib/server/sql'
import { processHub } from '@/lib/stream/server/process-hub'
import { addDomainMetrics } from '@/lib/system/domain-metrics'
import { checkReadiness, type ReadinessDto } from '@/lib/system/readiness'
import { endpoint, reply } from '../endpoint'

const tag = 'System'

const check = z.object({ ok: z.boolean(), message: z.string() })
export const readinessSchema = z.object({
  ready: z.boolean(),
  checks: z.object({ database: check, worker: check }),
}) satisfies z.ZodType<ReadinessDto>

/** Says that this process answers, and nothing else: a restart would not bring a database back. */
export const getHealth = endpoint({
  method: 'GET',
  path: '/healthz',
  id: 'getHealth',
  tag,
  summary: 'Liveness: this process answers',
  permission: 'public',
  answers: { 200: { description: 'It does', schema: z.object({ ok: z.literal(true) }) } },
  handle: async () => ({ ok: true }),
})

export const getReadiness = endpoint({
  method: 'GET',
  path: '/readyz',
  id: 'getReadiness',
  tag,
  summary: 'Readiness: the database answers and a worker lives',
  permission: 'public',
  answers: {
    200: { description: 'Ready', schema: readinessSchema },
    503: { description: 'Not ready, and why', schema: readinessSchema },
  },
  handle: async ({ services }) => {
    const readiness = await checkReadiness(poolSql(services.pool), services.now())
    return reply(readiness.ready ? 200 : 503, readiness)
  },
})

/** Public like the other two: it holds sums, and names nothing and nobody. */
export const getMetrics = endpoint({
  method: 'GET',
  path: '/metrics',
  id: 'getMetrics',
  tag,
  summary: 'Metrics for Prometheus',
  permission: 'public',
  answers: { 200: { description: 'Metrics', schema: z.string(), contentTypes: ['text/plain'] } },
  handle: async ({ services }) => {
    const registry = Registry.merge([services.metrics.registry, await scraped(services)])
    const headers = { 'content-type': registry.contentType, 'cache-control': 'no-store' }
    return new Response(await registry.metrics(), { headers })
  },
})

/** What is looked up at the moment of the scrape; without a database, what can be told without one. */
async function scraped(services: WebServices): Promise<Registry> {
  const registry = new Registry()
  const { pool } = services
  const connections = new Gauge({
    name: 'upgrader_pool_connections',
    help: 'Database connections of this web server, and calls that wait for one',
    labelNames: ['state'],
    registers: [registry],
  })
  connections.set({ state: 'idle' }, pool.idleCount)
  connections.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
  connections.set({ state: 'awaited' }, pool.waitingCount)
  new Gauge({
    name: 'upgrader_streams_open',
    help: 'Event streams open on this web server',
    registers: [registry],
  }).set(processHub(services).streamCount)
  const up = new Gauge({
    name: 'upgrader_database_up',
    help: '1 = the database answers',
    registers: [registry],
  })
  try {
    await addDomainMetrics(registry, poolSql(pool), services.now())
    up.set(1)
  } catch (error) {
    if (!isUnavailable(error)) throw error
    up.set(0)
  }
  return registry
}
