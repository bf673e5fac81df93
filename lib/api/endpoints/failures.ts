import { checkTargets } from '@/lib/failures/check-targets'
import { readFailures } from '@/lib/failures/read-failures'
import { endpoint } from '../endpoint'
import { rolloutIdInput, targetCheckInput } from '../rollout-input'
import { failuresSchema, targetsCheckSchema } from '../schemas/failures'

const tag = 'Rollouts'
const path = '/api/v1/rollouts/{id}'

export const getFailures = endpoint({
  method: 'GET',
  path: `${path}/failures`,
  id: 'listFailures',
  tag,
  summary: 'List the failures of a rollout by cause, and what each group has in common',
  description:
    'Failures of one group failed at the same step in the same words; the fingerprint begins with the version of the rules that made it.',
  permission: 'rollout:read',
  params: rolloutIdInput,
  cost: 5,
  answers: { 200: { description: 'Groups, largest first', schema: failuresSchema } },
  handle: ({ services, params }) => readFailures(services.pool, params.id),
})

export const postCheck = endpoint({
  method: 'POST',
  path: `${path}/targets/check`,
  id: 'checkTargets',
  tag,
  summary: 'Say what a retry, a skip or an acknowledgement would take and leave, without doing it',
  permission: 'rollout:read',
  params: rolloutIdInput,
  body: targetCheckInput,
  cost: 5,
  answers: { 200: { description: 'What it would do now', schema: targetsCheckSchema } },
  handle: ({ services, params: { id }, body }) => checkTargets(services, { rollout: id, ...body }),
})
