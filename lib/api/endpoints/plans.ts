import { planDto } from '@/lib/plans/plan-dto'
import { preparePlan } from '@/lib/plans/prepare-plan'
import { planInput } from '@/lib/rollouts/schemas'
import { poolSql } from '@/lib/server/sql'
import { endpoint } from '../endpoint'
import { planSchema } from '../schemas/plans'

export const postPlans = endpoint({
  method: 'POST',
  path: '/api/v1/plans',
  id: 'makePlan',
  tag: 'Plans',
  summary: 'Make a plan over the fleet as it is; nothing is changed by it',
  description:
    'Which cluster is in which phase at which position, and what is excluded and why. The policy is a name, `name@revision` or a whole document.',
  permission: 'rollout:plan',
  body: planInput,
  cost: 10,
  answers: { 200: { description: 'The plan', schema: planSchema } },
  handle: async ({ services, body }) =>
    planDto(await preparePlan(poolSql(services.pool), body, services.now()), services.now()),
})
