import { readMembership } from '@/lib/membership/read-membership'
import { endpoint } from '../endpoint'
import { rolloutIdInput } from '../rollout-input'
import { membershipSchema } from '../schemas/membership'

export const getMembership = endpoint({
  method: 'GET',
  path: '/api/v1/rollouts/{id}/membership',
  id: 'getMembership',
  tag: 'Rollouts',
  summary: 'Say how the fleet has moved since the launch: relabelled, removed and added clusters',
  description: 'Membership is frozen at launch; nothing of this changes the rollout.',
  permission: 'rollout:read',
  params: rolloutIdInput,
  cost: 5,
  answers: { 200: { description: 'What is different by now', schema: membershipSchema } },
  handle: ({ services, params }) => readMembership(services.pool, params.id),
})
