import { z } from 'zod'
import { previewRollback } from '@/lib/rollouts/preview-rollback'
import { rollbackRollout } from '@/lib/rollouts/rollback-rollout'
import { rollbackInput } from '@/lib/rollouts/schemas'
import { endpoint } from '../endpoint'
import { rolloutIdInput } from '../rollout-input'
import { rollbackPreviewSchema, targetsAckSchema } from '../schemas/rollouts'
import { strictInput } from '../strict-input'

const tag = 'Rollouts'
const path = '/api/v1/rollouts/{id}/rollback'

export const getRollback = endpoint({
  method: 'GET',
  path,
  id: 'previewRollback',
  tag,
  summary: 'Say what a rollback would take back now, what it would leave, and why',
  permission: 'rollout:read',
  params: rolloutIdInput,
  query: strictInput({ select: z.string().min(1).max(10_000).optional() }),
  answers: { 200: { description: 'What it would do', schema: rollbackPreviewSchema } },
  handle: ({ services, params: { id }, query: { select } }) =>
    previewRollback(services, { rollout: id, select }),
})

export const postRollback = endpoint({
  method: 'POST',
  path,
  id: 'rollbackRollout',
  tag,
  summary: 'Roll back: take back what this rollout has changed, in reverse order, under the same limits',
  description:
    'With `clusters` or `select` only those; all else stays as it is, and what is left to do waits for a resume. Freezes, windows and gates do not hold it up; leases do.',
  permission: 'rollout:control',
  params: rolloutIdInput,
  body: rollbackInput.omit({ rollout: true }),
  cost: 10,
  answers: {
    200: { description: 'How many are to be taken back', schema: targetsAckSchema },
    409: { description: 'Not possible, with the reason; nothing was changed' },
  },
  handle: ({ services, actor, params: { id }, body }) =>
    rollbackRollout(services, actor, { rollout: id, ...body }),
})
