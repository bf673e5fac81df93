import { scheduleRollout } from '@/lib/rollouts/schedule-rollout'
import { scheduleInput } from '@/lib/rollouts/schemas'
import { endpoint } from '../endpoint'
import { rolloutIdInput } from '../rollout-input'
import { rolloutAckSchema } from '../schemas/rollouts'

export const postSchedule = endpoint({
  method: 'POST',
  path: '/api/v1/rollouts/{id}/schedule',
  id: 'scheduleRollout',
  tag: 'Rollouts',
  summary: 'Set when a draft starts by itself, or call that off',
  description:
    'With `startAt: null` it starts only when somebody starts it. A start that nobody could carry out at its moment, because no worker was alive or the line was stopped, follows as soon as possible.',
  permission: 'rollout:control',
  params: rolloutIdInput,
  body: scheduleInput.omit({ rollout: true }),
  answers: {
    200: { description: 'Set, or called off', schema: rolloutAckSchema },
    409: { description: 'It is no draft, or the moment has passed; nothing was changed' },
  },
  handle: ({ services, actor, params: { id }, body }) =>
    scheduleRollout(services, actor, { rollout: id, ...body }),
})
