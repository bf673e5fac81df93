import { z } from 'zod'
import { amendRollout } from '@/lib/rollouts/amend-rollout'
import { approveAmendment } from '@/lib/rollouts/approve-amendment'
import {
  listAmendments,
  previewAmendment,
  readAmendment,
  readCarriedPolicy,
} from '@/lib/rollouts/read-amendments'
import { rejectAmendment } from '@/lib/rollouts/reject-amendment'
import {
  amendInput,
  approveAmendmentInput,
  previewAmendmentInput,
  rejectAmendmentInput,
} from '@/lib/rollouts/schemas'
import { withdrawAmendment } from '@/lib/rollouts/withdraw-amendment'
import { endpoint } from '../endpoint'
import { rolloutIdInput } from '../rollout-input'
import {
  amendmentAckSchema,
  amendmentDetailSchema,
  amendmentEffectSchema,
  amendmentSchema,
  carriedPolicySchema,
} from '../schemas/amendments'
import { rolloutAckSchema } from '../schemas/rollouts'
import { strictInput } from '../strict-input'

const tag = 'Rollouts'
const path = '/api/v1/rollouts/{id}'
const conflict = { description: 'Not possible, with the reason; nothing was changed' }
const amendmentParams = strictInput({ ...rolloutIdInput.shape, amendment: z.string().min(1).max(20) })

export const getPolicy = endpoint({
  method: 'GET',
  path: `${path}/policy`,
  id: 'readCarriedPolicy',
  tag,
  summary: 'The policy that a rollout carries out now, as YAML: what one changes to amend it',
  permission: 'rollout:read',
  params: rolloutIdInput,
  answers: { 200: { description: 'The policy', schema: carriedPolicySchema } },
  handle: ({ services, params: { id } }) => readCarriedPolicy(services, id),
})

export const getAmendments = endpoint({
  method: 'GET',
  path: `${path}/amendments`,
  id: 'listAmendments',
  tag,
  summary: 'Amendments of a rollout, newest first',
  permission: 'rollout:read',
  params: rolloutIdInput,
  answers: { 200: { description: 'At most 100', schema: z.array(amendmentSchema) } },
  handle: ({ services, params: { id } }) => listAmendments(services, id),
})

export const postAmendment = endpoint({
  method: 'POST',
  path: `${path}/amendments`,
  id: 'amendRollout',
  tag,
  summary: 'Amend what is left: another policy for what has not begun',
  description:
    'What only tightens takes effect at once; what weakens is kept, as `proposed`, until somebody else approves it, and the rollout goes on as it is. `planHash` is the plan that was looked at; another one, or a target that failed after `seenSeq`, is refused as `stale`.',
  permission: 'rollout:control',
  params: rolloutIdInput,
  body: amendInput.omit({ rollout: true }),
  cost: 10,
  answers: {
    200: { description: 'In force, or proposed', schema: amendmentAckSchema },
    409: conflict,
  },
  handle: ({ services, actor, params: { id }, body }) =>
    amendRollout(services, actor, { rollout: id, ...body }),
})

export const postAmendmentPreview = endpoint({
  method: 'POST',
  path: `${path}/amendments/preview`,
  id: 'previewAmendment',
  tag,
  summary: 'Say what an amendment would do now: differences, the new plan, and in which ways it weakens',
  permission: 'rollout:read',
  params: rolloutIdInput,
  body: previewAmendmentInput.omit({ rollout: true }),
  cost: 5,
  answers: { 200: { description: 'What it would do', schema: amendmentEffectSchema }, 409: conflict },
  handle: ({ services, params: { id }, body: { policy } }) =>
    previewAmendment(services, { rollout: id, policy }),
})

export const getAmendment = endpoint({
  method: 'GET',
  path: `${path}/amendments/{amendment}`,
  id: 'readAmendment',
  tag,
  summary: 'One amendment, with what it would do now and who may decide on it',
  permission: 'rollout:read',
  params: amendmentParams,
  answers: { 200: { description: 'The amendment', schema: amendmentDetailSchema } },
  handle: ({ services, actor, params: { id, amendment } }) =>
    readAmendment(services, { rollout: id, amendment, viewer: actor }),
})

export const postAmendmentApprove = endpoint({
  method: 'POST',
  path: `${path}/amendments/{amendment}/approve`,
  id: 'approveAmendment',
  tag,
  summary: 'Approve an amendment that somebody else has proposed; it takes effect with it',
  permission: 'gate:decide',
  params: amendmentParams,
  body: approveAmendmentInput.omit({ rollout: true, amendment: true }),
  cost: 10,
  answers: { 200: { description: 'In force', schema: amendmentAckSchema }, 409: conflict },
  handle: ({ services, actor, params: { id, amendment }, body }) =>
    approveAmendment(services, actor, { rollout: id, amendment, ...body }),
})

export const postAmendmentReject = endpoint({
  method: 'POST',
  path: `${path}/amendments/{amendment}/reject`,
  id: 'rejectAmendment',
  tag,
  summary: 'Reject an amendment; needs a reason. The rollout goes on as it is',
  permission: 'gate:decide',
  params: amendmentParams,
  body: rejectAmendmentInput.omit({ rollout: true, amendment: true }),
  answers: { 200: { description: 'Rejected', schema: rolloutAckSchema }, 409: conflict },
  handle: ({ services, actor, params: { id, amendment }, body }) =>
    rejectAmendment(services, actor, { rollout: id, amendment, ...body }),
})

export const postAmendmentWithdraw = endpoint({
  method: 'POST',
  path: `${path}/amendments/{amendment}/withdraw`,
  id: 'withdrawAmendment',
  tag,
  summary: 'Withdraw an amendment that one has proposed oneself',
  permission: 'rollout:control',
  params: amendmentParams,
  body: strictInput({}),
  answers: { 200: { description: 'Withdrawn', schema: rolloutAckSchema }, 409: conflict },
  handle: ({ services, actor, params: { id, amendment } }) =>
    withdrawAmendment(services, actor, { rollout: id, amendment }),
})
