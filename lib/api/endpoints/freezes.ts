import { z } from 'zod'
import { createFreeze } from '@/lib/freezes/create-freeze'
import {
  type FreezeDto,
  freezeStates,
  type OverrideDto,
  type RecurrenceDto,
  weekdays,
} from '@/lib/freezes/dto'
import { endFreeze } from '@/lib/freezes/end-freeze'
import { endOverride } from '@/lib/freezes/end-override'
import { overrideFreeze } from '@/lib/freezes/override-freeze'
import { getFreeze, listFreezes } from '@/lib/freezes/queries'
import {
  createFreezeInput,
  endOverrideInput,
  freezeIdInput,
  listFreezesInput,
  overrideFreezeInput,
} from '@/lib/freezes/schemas'
import { endpoint } from '../endpoint'
import { itemsOf } from '../schemas/members'

const tag = 'Freezes'

const recurrenceSchema = z.object({
  days: z.array(z.enum(weekdays)),
  from: z.string(),
  to: z.string().describe('Not after `from`: on the next day.'),
  timezone: z.string(),
}) satisfies z.ZodType<RecurrenceDto>

const overrideSchema = z.object({
  id: z.string(),
  rollout: z.string(),
  rolloutTitle: z.string(),
  reason: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable().describe('Set when it was ended before its time.'),
  active: z.boolean(),
}) satisfies z.ZodType<OverrideDto>

export const freezeSchema = z.object({
  id: z.string(),
  title: z.string(),
  select: z.string(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable().describe('Null: until somebody ends it.'),
  recurrence: recurrenceSchema.nullable().describe('Null: it holds all the time.'),
  reason: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable().describe('Set when it was ended before its time.'),
  state: z.enum(freezeStates),
  holds: z.boolean().describe('Whether it holds now.'),
  holdsUntil: z.iso.datetime().nullable().describe('Until when it holds now.'),
  next: z
    .array(z.object({ startsAt: z.iso.datetime(), endsAt: z.iso.datetime().nullable() }))
    .describe('The next times that it holds, the present one first.'),
  overrides: z.array(overrideSchema),
}) satisfies z.ZodType<FreezeDto>

export const getFreezes = endpoint({
  method: 'GET',
  path: '/api/v1/freezes',
  id: 'listFreezes',
  tag,
  summary: 'List freezes, those that end last first',
  permission: 'freeze:read',
  query: listFreezesInput,
  answers: { 200: { description: 'At most 500 freezes', schema: itemsOf(freezeSchema) } },
  handle: async ({ services, query }) => ({
    items: await listFreezes(services.prisma, services.now(), query.state),
  }),
})

export const postFreezes = endpoint({
  method: 'POST',
  path: '/api/v1/freezes',
  id: 'createFreeze',
  tag,
  summary: 'Freeze a part of the fleet for a while: nothing new starts there',
  permission: 'freeze:write',
  body: createFreezeInput,
  answers: { 201: { description: 'The freeze', schema: freezeSchema } },
  handle: async ({ services, actor, body }) => {
    const { id } = await createFreeze(services, actor, body)
    return getFreeze(services.prisma, id, services.now())
  },
})

export const getFreezeById = endpoint({
  method: 'GET',
  path: '/api/v1/freezes/{id}',
  id: 'getFreeze',
  tag,
  summary: 'Show one freeze',
  permission: 'freeze:read',
  params: freezeIdInput,
  answers: { 200: { description: 'The freeze', schema: freezeSchema } },
  handle: ({ services, params }) => getFreeze(services.prisma, params.id, services.now()),
})

export const deleteFreezeById = endpoint({
  method: 'DELETE',
  path: '/api/v1/freezes/{id}',
  id: 'endFreeze',
  tag,
  summary: 'End a freeze now, or call off one that has not begun',
  permission: 'freeze:write',
  params: freezeIdInput,
  answers: { 204: { description: 'It is over' } },
  handle: ({ services, actor, params }) => endFreeze(services, actor, params),
})

export const postFreezeOverride = endpoint({
  method: 'POST',
  path: '/api/v1/freezes/{id}/overrides',
  id: 'overrideFreeze',
  tag,
  summary: 'Let one rollout start in spite of a freeze, for a while',
  permission: 'freeze:override',
  params: freezeIdInput,
  body: overrideFreezeInput.omit({ id: true }),
  answers: {
    201: { description: 'The freeze, with its overrides', schema: freezeSchema },
    409: { description: 'The freeze or the rollout is over, or an override is in force already' },
  },
  handle: async ({ services, actor, params: { id }, body }) => {
    await overrideFreeze(services, actor, { id, ...body })
    return getFreeze(services.prisma, id, services.now())
  },
})

export const deleteFreezeOverride = endpoint({
  method: 'DELETE',
  path: '/api/v1/freezes/{id}/overrides/{override}',
  id: 'endFreezeOverride',
  tag,
  summary: 'End an override before it expires',
  permission: 'freeze:override',
  params: endOverrideInput,
  answers: { 204: { description: 'It is over' }, 409: { description: 'It is over already' } },
  handle: ({ services, actor, params }) => endOverride(services, actor, params),
})
