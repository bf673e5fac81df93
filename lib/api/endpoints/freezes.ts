import { z } from 'zod'
import { createFreeze } from '@/lib/freezes/create-freeze'
import { type FreezeDto, freezeStates } from '@/lib/freezes/dto'
import { endFreeze } from '@/lib/freezes/end-freeze'
import { getFreeze, listFreezes } from '@/lib/freezes/queries'
import { createFreezeInput, freezeIdInput, listFreezesInput } from '@/lib/freezes/schemas'
import { endpoint } from '../endpoint'
import { itemsOf } from '../schemas/members'

const tag = 'Freezes'

export const freezeSchema = z.object({
  id: z.string(),
  title: z.string(),
  select: z.string(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  reason: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable().describe('Set when it was ended before its time.'),
  state: z.enum(freezeStates),
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
