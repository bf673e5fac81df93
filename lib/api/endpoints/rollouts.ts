import { z } from 'zod'
import type { Page, RolloutSummaryDto } from '@/lib/rollouts/dto'
import { listEvents, listRollouts, listTargets } from '@/lib/rollouts/queries'
import { rolloutIdOf } from '@/lib/rollouts/rollout-id'
import { AppError } from '@/lib/server/errors'
import { streamEvents } from '@/lib/stream/server/public-events'
import { endpoint } from '../endpoint'
import { listEventsInput, listRolloutsInput, listTargetsInput, rolloutIdInput } from '../rollout-input'
import { eventSchema, pageOf, rolloutSummarySchema, targetSchema } from '../schemas/rollouts'

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
  handle: ({ services, query: { state, limit, cursor } }): Promise<Page<RolloutSummaryDto>> =>
    listRollouts(services.prisma, {
      limit,
      ...(state !== undefined && { states: state }),
      ...(cursor !== undefined && { cursor }),
    }),
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
    const events = await listEvents(services.prisma, { rollout: id, after, limit })
    return wantsStream ? streamEvents(services, actor, rolloutIdOf(id), after, request.signal) : events
  },
})

function lastEventId(request: Request): number | undefined {
  const header = request.headers.get('last-event-id')
  if (header === null || header === '') return undefined
  if (!/^\d{1,15}$/.test(header)) throw new AppError('invalid', 'Last-Event-ID: is not a sequence number.')
  return Number(header)
}
