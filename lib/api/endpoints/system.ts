import { z } from 'zod'
import { poolSql } from '@/lib/server/sql'
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
