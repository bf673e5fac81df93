import { Gauge, Registry } from 'prom-client'
import { z } from 'zod'
import type { WebServices } from '@/lib/server/next/services'
import { isUnavailable } from '@/lib/server/outages'
import { poolSql } from '@/lib/server/sql'
import { processHub } from '@/lib/stream/server/process-hub'
import { addDomainMetrics } from '@/lib/system/domain-metrics'
import { endpoint } from '../endpoint'

/** Public like liveness and readiness: it holds sums, and names nothing and nobody. */
export const getMetrics = endpoint({
  method: 'GET',
  path: '/metrics',
  id: 'getMetrics',
  tag: 'System',
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
