import { z } from 'zod'
import { endpoint } from '@/lib/api/endpoint'
import type { ResolvedPolicy } from '@/lib/core/policy/resolved'
import { actorOfSession } from '@/lib/members/load-actor'
import { policySource } from '@/lib/rollouts/amended-policy'
import { AppError, found } from '@/lib/server/errors'
import { poolSql } from '@/lib/server/sql'
import type { LaunchedPlanDto } from '@/lib/stream/launched-plan'
import { openLiveStream } from './live-stream'
import { processHub } from './process-hub'
import { readRosterRows } from './roster-rows'
import { readSpans } from './span-rows'

const params = z.strictObject({ id: z.string().regex(/^\d{1,9}$/, 'is no rollout id') })
const whole = (max: number) => z.coerce.number().int().min(0).max(max)

/** The live state of one rollout, for the console. */
export const liveRollout = endpoint({
  method: 'GET',
  path: '/api/rollouts/{id}/live',
  id: 'liveRollout',
  tag: 'Console',
  summary: 'The live state of one rollout, as server-sent events',
  permission: 'rollout:read',
  params,
  query: z.strictObject({
    since: z.coerce.number().int().min(-1).default(-1),
    every: whole(10_000).default(0),
  }),
  answers: { 200: { description: 'An event stream' }, 404: { description: 'There is no such rollout' } },
  handle: async ({ services, actor, params, query, request }) => {
    const hub = processHub(services)
    const user = String(actor.userId)
    if (hub.isFull(user)) {
      throw new AppError('rate_limited', 'You have too many live pages open; close one.', {
        retryAfterSeconds: 10,
      })
    }
    const response = await openLiveStream({
      hub,
      user,
      rolloutId: Number(params.id),
      since: query.since,
      frameEveryMs: query.every,
      signal: request.signal,
      stillAllowed: async () => {
        if (actor.sessionId === null) return true
        const origin = { ip: actor.ip, userAgent: actor.userAgent }
        return (
          (await actorOfSession(poolSql(services.pool), actor.sessionId, services.now(), origin)) !== null
        )
      },
    })
    return found(response, 'rollout', params.id)
  },
})

/** What never changes about a rollout's targets. */
export const rolloutRoster = endpoint({
  method: 'GET',
  path: '/api/rollouts/{id}/roster',
  id: 'rolloutRoster',
  tag: 'Console',
  summary: 'The targets of one rollout in columns, without their state',
  permission: 'rollout:read',
  params,
  // What a browser keeps of one build is nothing for another, whose roster may have another shape.
  query: z.strictObject({ build: z.string().max(64).optional() }),
  answers: { 200: { description: 'The roster' }, 404: { description: 'There is no such rollout' } },
  handle: async ({ services, params }) => {
    const roster = found(await readRosterRows(services.pool, Number(params.id)), 'rollout', params.id)
    return Response.json(roster, { headers: { 'cache-control': 'private, max-age=3600', vary: 'cookie' } })
  },
})

/** What running targets say of themselves, for whoever looks at them. */
export const rolloutProgress = endpoint({
  method: 'GET',
  path: '/api/rollouts/{id}/progress',
  id: 'rolloutProgress',
  tag: 'Console',
  summary: 'What targets at work say of their progress, in the order asked; null = nothing',
  permission: 'rollout:read',
  params,
  query: z.strictObject({
    of: z.string().regex(/^\d{1,7}(,\d{1,7}){0,199}$/, 'is no list of at most 200 indexes'),
  }),
  answers: {
    200: { description: 'A message, or null, for each target' },
    404: { description: 'There is no such rollout' },
  },
  handle: async ({ services, params, query }): Promise<(string | null)[]> => {
    const hub = processHub(services)
    const id = Number(params.id)
    const feed = found(await hub.feed(id), 'rollout', params.id)
    hub.release(id, feed)
    return feed.progressOf(query.of.split(',').map(Number))
  },
})

/** Ended attempts, for the timeline. */
export const rolloutSpans = endpoint({
  method: 'GET',
  path: '/api/rollouts/{id}/spans',
  id: 'rolloutSpans',
  tag: 'Console',
  summary: 'The ended attempts of one rollout in columns',
  permission: 'rollout:read',
  params,
  query: z.strictObject({ after: whole(Number.MAX_SAFE_INTEGER).default(0) }),
  answers: { 200: { description: 'At most 20,000 attempts' } },
  handle: ({ services, params, query }) =>
    readSpans(poolSql(services.pool), Number(params.id), query.after, 20_000),
})

/** What was launched, in full. */
export const rolloutPlan = endpoint({
  method: 'GET',
  path: '/api/rollouts/{id}/plan',
  id: 'rolloutPlan',
  tag: 'Console',
  summary: 'What was left out of one rollout and why, and its policy as it holds, as YAML',
  permission: 'rollout:read',
  params,
  answers: { 200: { description: 'The plan' }, 404: { description: 'There is no such rollout' } },
  handle: async ({ services, params }): Promise<LaunchedPlanDto> => {
    const [row] = await poolSql(services.pool).query<{
      excluded: LaunchedPlanDto['excluded']
      policy: ResolvedPolicy
    }>('SELECT excluded, policy FROM rollout WHERE id = $1', [Number(params.id)])
    const { excluded, policy } = found(row, 'rollout', params.id)
    return { excluded, policy: policySource(policy) }
  },
})
