import { z } from 'zod'
import { listEvents } from '@/lib/event-log/list-events'
import { listTargetEvents } from '@/lib/event-log/list-target-events'
import type { Page, RolloutSummaryDto } from '@/lib/rollouts/dto'
import { getRollout } from '@/lib/rollouts/get-rollout'
import { getTarget } from '@/lib/rollouts/get-target'
import { launchRollout } from '@/lib/rollouts/launch-rollout'
import { listRollouts, listTargets } from '@/lib/rollouts/queries'
import { rolloutIdOf } from '@/lib/rollouts/rollout-id'
import { launchInput } from '@/lib/rollouts/schemas'
import { AppError } from '@/lib/server/errors'
import { poolSql } from '@/lib/server/sql'
import { streamEvents } from '@/lib/stream/server/public-events'
import { endpoint, reply } from '../endpoint'
import {
  listEventsInput,
  listRolloutsInput,
  listTargetsInput,
  rolloutIdInput,
  targetInput,
} from '../rollout-input'
import { itemsOf } from '../schemas/members'
import {
  eventSchema,
  pageOf,
  rolloutSchema,
  rolloutSummarySchema,
  targetDetailSchema,
  targetSchema,
} from '../schemas/rollouts'

const tag = 'Rollouts'
const path = '/api/v1/rollouts/{id}'

export const getRollouts = endpoint({
  method: 'GET',
  path: '/api/v1/rollouts',
  id: 'listRollouts',
  tag,
  summary: 'List rollouts, newest first',
  permission: 'rollout:read',
  query: listRolloutsInput,
  answers: { 200: { description: 'A page of rollouts', schema: pageOf(rolloutSummarySchema) } },
  handle: ({ services, query: { state, ...rest } }): Promise<Page<RolloutSummaryDto>> =>
    listRollouts(services.prisma, { ...rest, ...(state !== undefined && { states: state }) }),
})

export const postRollouts = endpoint({
  method: 'POST',
  path: '/api/v1/rollouts',
  id: 'launchRollout',
  tag,
  summary: 'Launch a rollout: a plan made now, frozen, and started unless start is false',
  description:
    'With an Idempotency-Key the same call launches once, however often it is sent. With planHash it launches the plan that was looked at, or is refused.',
  permission: 'rollout:launch',
  body: launchInput.omit({ idempotencyKey: true }),
  headers: { 'Idempotency-Key': 'Any text of up to 200 characters, unique for this launch' },
  cost: 10,
  answers: {
    201: { description: 'Launched', schema: rolloutSchema },
    200: { description: 'Launched before, with the same key', schema: rolloutSchema },
    409: { description: 'It cannot be launched, the plan changed, or the key was used for another launch' },
  },
  handle: async ({ services, actor, body, request }) => {
    const key = request.headers.get('idempotency-key')
    const input = { ...body, ...(key !== null && { idempotencyKey: key }) }
    const { id, repeated } = await launchRollout(services, actor, input)
    const location = { location: `/api/v1/rollouts/${id}` }
    return reply(repeated ? 200 : 201, await getRollout(services, id), location)
  },
})

export const getRolloutById = endpoint({
  method: 'GET',
  path,
  id: 'getRollout',
  tag,
  summary: 'Show one rollout: its phases, gates, counts and what it waits for',
  permission: 'rollout:read',
  params: rolloutIdInput,
  answers: { 200: { description: 'The rollout', schema: rolloutSchema } },
  handle: ({ services, params }) => getRollout(services, params.id),
})

export const getTargets = endpoint({
  method: 'GET',
  path: `${path}/targets`,
  id: 'listTargets',
  tag,
  summary: 'List the targets of a rollout in their order',
  permission: 'rollout:read',
  params: rolloutIdInput,
  query: listTargetsInput,
  answers: { 200: { description: 'A page of targets', schema: pageOf(targetSchema) } },
  handle: ({ services, params, query: { phase, state, limit, cursor } }) =>
    listTargets(services.prisma, {
      rollout: params.id,
      limit,
      ...(phase !== undefined && { phase }),
      ...(state !== undefined && { states: state }),
      ...(cursor !== undefined && { cursor }),
    }),
})

export const getTargetByCluster = endpoint({
  method: 'GET',
  path: `${path}/targets/{cluster}`,
  id: 'getTarget',
  tag,
  summary: 'Show one target: attempts, nodes, log, and why it is where it is',
  permission: 'rollout:read',
  params: targetInput,
  answers: { 200: { description: 'The target', schema: targetDetailSchema } },
  handle: ({ services, params }) => getTarget(services, { rollout: params.id, cluster: params.cluster }),
})

export const getTargetEvents = endpoint({
  method: 'GET',
  path: `${path}/targets/{cluster}/events`,
  id: 'listTargetEvents',
  tag,
  summary: 'List what happened to one target, and who caused it',
  permission: 'rollout:read',
  params: targetInput,
  cost: 5,
  answers: { 200: { description: 'The newest 500 events, in order', schema: itemsOf(eventSchema) } },
  handle: async ({ services, params: { id, cluster } }) => ({
    items: await listTargetEvents(poolSql(services.pool), { rollout: id, cluster }),
  }),
})

export const getEvents = endpoint({
  method: 'GET',
  path: `${path}/events`,
  id: 'listEvents',
  tag,
  summary: 'Read the events of a rollout, or follow them live',
  description:
    'As JSON, after a sequence number. With Accept: text/event-stream a live stream whose `id:` is the sequence number; it resumes from Last-Event-ID without gap or repeat.',
  permission: 'rollout:read',
  params: rolloutIdInput,
  query: listEventsInput,
  headers: { 'Last-Event-ID': 'For a stream: the last sequence number that was received' },
  answers: {
    200: {
      description: 'Events in order',
      schema: z.object({ items: z.array(eventSchema), lastSeq: z.number().int() }),
      contentTypes: ['application/json', 'text/event-stream'],
    },
  },
  handle: async ({ services, actor, params: { id }, query, request }) => {
    const wantsStream = /\btext\/event-stream\b/i.test(request.headers.get('accept') ?? '')
    const after = wantsStream ? (lastEventId(request) ?? query.after ?? 0) : (query.after ?? 0)
    // Asked for a stream, too: an unknown rollout is answered as such, not with a stream that stays silent.
    const limit = wantsStream ? 1 : query.limit
    const events = await listEvents(poolSql(services.pool), { rollout: id, after, limit })
    return wantsStream ? streamEvents(services, actor, rolloutIdOf(id), after, request.signal) : events
  },
})

function lastEventId(request: Request): number | undefined {
  const header = request.headers.get('last-event-id')
  if (header === null || header === '') return undefined
  if (!/^\d{1,15}$/.test(header)) throw new AppError('invalid', 'Last-Event-ID: is not a sequence number.')
  return Number(header)
}
