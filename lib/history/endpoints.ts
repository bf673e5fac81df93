import { z } from 'zod'
import { endpoint } from '@/lib/api/endpoint'
import { poolSql } from '@/lib/server/sql'
import { readReplay } from './read-replay'

const eventsMax = 50_000

/** The event log of one rollout, for watching it once more. */
export const rolloutReplay = endpoint({
  method: 'GET',
  path: '/api/rollouts/{id}/replay',
  id: 'rolloutReplay',
  tag: 'Console',
  summary: 'What became of the targets of one rollout and when, in columns',
  permission: 'rollout:read',
  params: z.strictObject({ id: z.string().regex(/^\d{1,9}$/, 'is no rollout id') }),
  query: z.strictObject({
    after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  }),
  answers: { 200: { description: 'At most 50,000 events' } },
  handle: ({ services, params, query }) =>
    readReplay(poolSql(services.pool), Number(params.id), query.after, eventsMax),
})
