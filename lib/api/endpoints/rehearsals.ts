import { rehearsePlan } from '@/lib/rehearsals/rehearse-plan'
import { rehearsalInput } from '@/lib/rehearsals/schemas'
import { endpoint } from '../endpoint'
import { rehearsalSchema } from '../schemas/rehearsals'

export const postRehearsals = endpoint({
  method: 'POST',
  path: '/api/v1/rehearsals',
  id: 'rehearsePlan',
  tag: 'Plans',
  summary: 'Rehearse a plan through the real engine on a virtual clock; nothing is changed by it',
  description:
    'When it would start and end per phase, how many failures to expect, what can fail at worst, and what it collides with. Durations and failure rates come from earlier rollouts of the operation, unless `assume` says otherwise. At most 100,000 clusters, and 500,000 over all runs.',
  permission: 'rollout:plan',
  body: rehearsalInput,
  cost: 30,
  answers: { 200: { description: 'What came of it', schema: rehearsalSchema } },
  handle: ({ services, body, request }) => rehearsePlan(services, body, request.signal),
})
