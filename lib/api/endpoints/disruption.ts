import { z } from 'zod'
import type { Limit } from '@/lib/core/shared/amount'
import { acknowledgeClusters } from '@/lib/disruption/acknowledge-clusters'
import { deleteBudget } from '@/lib/disruption/delete-budget'
import type { BrokenClusterDto, DisruptionBudgetDto } from '@/lib/disruption/dto'
import { putBudget } from '@/lib/disruption/put-budget'
import { getBudget, listBroken, listBudgets } from '@/lib/disruption/queries'
import { acknowledgeInput, budgetNameInput, putBudgetInput } from '@/lib/disruption/schemas'
import { poolSql } from '@/lib/server/sql'
import { endpoint } from '../endpoint'
import { itemsOf } from '../schemas/members'

const tag = 'Disruption budgets'

const groupSchema = z.object({
  group: z.array(z.string()).describe('The values of `by`.'),
  clusters: z.number().int(),
  max: z.number().int(),
  used: z.number().int(),
  disturbed: z.array(
    z.object({
      cluster: z.string(),
      rollout: z.string(),
      since: z.iso.datetime(),
      state: z.enum(['in_flight', 'broken']),
    }),
  ),
  waiting: z.array(z.string()).describe('Rollouts that wait for a place, first come first.'),
})

export const disruptionBudgetSchema = z.object({
  name: z.string(),
  title: z.string(),
  select: z.string(),
  by: z.array(z.string()),
  max: z.custom<Limit>().describe('A number of clusters, or a share of the group such as `10%`.'),
  enabled: z.boolean(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
  groups: z.array(groupSchema),
}) satisfies z.ZodType<DisruptionBudgetDto>

const brokenSchema = z.object({
  cluster: z.string(),
  rollout: z.string(),
  rolloutTitle: z.string(),
  reason: z.string(),
  message: z.string().nullable(),
  since: z.iso.datetime(),
  inFlight: z.boolean().describe('A rollout is at work on it again.'),
}) satisfies z.ZodType<BrokenClusterDto>

export const getDisruptionBudgets = endpoint({
  method: 'GET',
  path: '/api/v1/disruption-budgets',
  id: 'listDisruptionBudgets',
  tag,
  summary: 'List disruption budgets with their present use, and the clusters that are broken',
  permission: 'disruption:read',
  answers: {
    200: {
      description: 'Budgets by name; broken clusters, the longest broken first',
      schema: itemsOf(disruptionBudgetSchema).extend({ broken: z.array(brokenSchema) }),
    },
  },
  handle: async ({ services }) => {
    const sql = poolSql(services.pool)
    return { items: await listBudgets(sql, services.now()), broken: await listBroken(sql) }
  },
})

export const getDisruptionBudget = endpoint({
  method: 'GET',
  path: '/api/v1/disruption-budgets/{name}',
  id: 'getDisruptionBudget',
  tag,
  summary: 'Show one disruption budget with its present use',
  permission: 'disruption:read',
  params: budgetNameInput,
  answers: { 200: { description: 'The budget', schema: disruptionBudgetSchema } },
  handle: ({ services, params: { name } }) => getBudget(poolSql(services.pool), name, services.now()),
})

export const putDisruptionBudget = endpoint({
  method: 'PUT',
  path: '/api/v1/disruption-budgets/{name}',
  id: 'putDisruptionBudget',
  tag,
  summary: 'Make or change a disruption budget; it counts what is in flight or broken already',
  permission: 'disruption:write',
  params: budgetNameInput,
  body: putBudgetInput.omit({ name: true }),
  answers: { 200: { description: 'The budget', schema: disruptionBudgetSchema } },
  handle: async ({ services, actor, params: { name }, body }) => {
    await putBudget(services, actor, { name, ...body })
    return getBudget(poolSql(services.pool), name, services.now())
  },
})

export const deleteDisruptionBudget = endpoint({
  method: 'DELETE',
  path: '/api/v1/disruption-budgets/{name}',
  id: 'deleteDisruptionBudget',
  tag,
  summary: 'Remove a disruption budget',
  permission: 'disruption:write',
  params: budgetNameInput,
  answers: { 204: { description: 'It is gone' } },
  handle: ({ services, actor, params }) => deleteBudget(services, actor, params),
})

export const postAcknowledge = endpoint({
  method: 'POST',
  path: '/api/v1/disruption-budgets/acknowledge',
  id: 'acknowledgeBrokenClusters',
  tag,
  summary: 'Take broken clusters off all disruption budgets, with a reason',
  permission: 'disruption:acknowledge',
  body: acknowledgeInput,
  answers: {
    200: { description: 'How many', schema: z.object({ acknowledged: z.number().int() }) },
    409: { description: 'One of them is not broken; nothing was changed' },
  },
  handle: ({ services, actor, body }) => acknowledgeClusters(services, actor, body),
})
