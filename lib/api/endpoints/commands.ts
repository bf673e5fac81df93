import { z } from 'zod'
import { abortRollout } from '@/lib/rollouts/abort-rollout'
import { approveGate } from '@/lib/rollouts/approve-gate'
import { overrideGate } from '@/lib/rollouts/override-gate'
import { pauseRollout } from '@/lib/rollouts/pause-rollout'
import { rejectGate } from '@/lib/rollouts/reject-gate'
import { resumeRollout } from '@/lib/rollouts/resume-rollout'
import { retryTargets } from '@/lib/rollouts/retry-targets'
import {
  abortInput,
  approveInput,
  overrideGateInput,
  pauseInput,
  rejectInput,
  resumeInput,
  skipPhaseInput,
} from '@/lib/rollouts/schemas'
import { skipPhase } from '@/lib/rollouts/skip-phase'
import { skipTargets } from '@/lib/rollouts/skip-targets'
import { endpoint } from '../endpoint'
import { rolloutIdInput, targetChoiceInput } from '../rollout-input'
import { gateAckSchema, rolloutAckSchema, targetsAckSchema } from '../schemas/rollouts'
import { strictInput } from '../strict-input'

const tag = 'Rollouts'
const path = '/api/v1/rollouts/{id}'
const conflict = {
  description: 'Not possible in the present state, which is in `state`; nothing was changed',
}

export const postPause = endpoint({
  method: 'POST',
  path: `${path}/pause`,
  id: 'pauseRollout',
  tag,
  summary: 'Pause: what is in flight finishes, nothing new starts',
  permission: 'rollout:control',
  params: rolloutIdInput,
  body: pauseInput.omit({ rollout: true }),
  answers: { 200: { description: 'Paused', schema: rolloutAckSchema }, 409: conflict },
  handle: ({ services, actor, params: { id }, body }) =>
    pauseRollout(services, actor, { rollout: id, ...body }),
})

export const postResume = endpoint({
  method: 'POST',
  path: `${path}/resume`,
  id: 'resumeRollout',
  tag,
  summary: 'Resume, or start a draft',
  description: 'After a budget was exhausted, `acknowledge` is the number of failures that are accepted.',
  permission: 'rollout:control',
  params: rolloutIdInput,
  body: resumeInput.omit({ rollout: true }),
  answers: { 200: { description: 'Running', schema: rolloutAckSchema }, 409: conflict },
  handle: ({ services, actor, params: { id }, body }) =>
    resumeRollout(services, actor, { rollout: id, ...body }),
})

export const postAbort = endpoint({
  method: 'POST',
  path: `${path}/abort`,
  id: 'abortRollout',
  tag,
  summary: 'Abort: nothing starts any more; what is in flight finishes, or is cancelled if asked for',
  permission: 'rollout:control',
  params: rolloutIdInput,
  body: abortInput.omit({ rollout: true }),
  answers: { 200: { description: 'Aborting or aborted', schema: rolloutAckSchema }, 409: conflict },
  handle: ({ services, actor, params: { id }, body }) =>
    abortRollout(services, actor, { rollout: id, ...body }),
})

const gateParams = strictInput({ ...rolloutIdInput.shape, gate: z.string().min(1).max(300) })

export const postApprove = endpoint({
  method: 'POST',
  path: `${path}/gates/{gate}/approve`,
  id: 'approveGate',
  tag,
  summary: 'Approve a gate',
  description:
    'Refused to the launcher, the author of the policy and whoever last overrode something, once a target failed after `seenSeq`, and when the rollout carries out another plan than `planHash`.',
  permission: 'gate:decide',
  params: gateParams,
  body: approveInput.omit({ rollout: true, gate: true }),
  answers: { 200: { description: 'Counted', schema: gateAckSchema }, 409: conflict },
  handle: ({ services, actor, params: { id, gate }, body }) =>
    approveGate(services, actor, { rollout: id, gate, ...body }),
})

export const postReject = endpoint({
  method: 'POST',
  path: `${path}/gates/{gate}/reject`,
  id: 'rejectGate',
  tag,
  summary: 'Reject a gate: the rollout pauses. One rejection outweighs any approvals',
  permission: 'gate:decide',
  params: gateParams,
  body: rejectInput.omit({ rollout: true, gate: true }),
  answers: { 200: { description: 'Rejected', schema: gateAckSchema }, 409: conflict },
  handle: ({ services, actor, params: { id, gate }, body }) =>
    rejectGate(services, actor, { rollout: id, gate, ...body }),
})

export const postOverride = endpoint({
  method: 'POST',
  path: `${path}/gates/{gate}/override`,
  id: 'overrideGate',
  tag,
  summary: 'Override a gate: open it in spite of what it waits for; needs a reason',
  description:
    'For a gate that asks, was rejected or has expired. Whoever overrides may not approve what follows. A rollout that paused because of the gate is not resumed by it.',
  permission: 'gate:override',
  params: gateParams,
  body: overrideGateInput.omit({ rollout: true, gate: true }),
  answers: { 200: { description: 'Open', schema: gateAckSchema }, 409: conflict },
  handle: ({ services, actor, params: { id, gate }, body }) =>
    overrideGate(services, actor, { rollout: id, gate, ...body }),
})

export const postSkipPhase = endpoint({
  method: 'POST',
  path: `${path}/phases/{phase}/skip`,
  id: 'skipPhase',
  tag,
  summary: 'Skip what is left of a phase; needs a reason',
  description:
    'Refused while any of its clusters is in flight. Gates in front of the next phase are not skipped with it.',
  permission: 'rollout:control',
  params: strictInput({ ...rolloutIdInput.shape, phase: skipPhaseInput.shape.phase }),
  body: skipPhaseInput.omit({ rollout: true, phase: true }),
  cost: 10,
  answers: { 200: { description: 'How many targets', schema: targetsAckSchema }, 409: conflict },
  handle: ({ services, actor, params: { id, phase }, body }) =>
    skipPhase(services, actor, { rollout: id, phase, ...body }),
})

export const postRetry = endpoint({
  method: 'POST',
  path: `${path}/targets/retry`,
  id: 'retryTargets',
  tag,
  summary: 'Give targets another try, under the same snapshot and limits',
  permission: 'rollout:control',
  params: rolloutIdInput,
  body: targetChoiceInput,
  cost: 10,
  answers: { 200: { description: 'How many', schema: targetsAckSchema }, 409: conflict },
  handle: ({ services, actor, params: { id }, body }) =>
    retryTargets(services, actor, { rollout: id, ...body }),
})

export const postSkip = endpoint({
  method: 'POST',
  path: `${path}/targets/skip`,
  id: 'skipTargets',
  tag,
  summary: 'Skip targets that are not in flight; needs a reason',
  permission: 'rollout:control',
  params: rolloutIdInput,
  body: targetChoiceInput.extend({ reason: z.string().trim().min(1, 'is empty').max(2_000) }),
  cost: 10,
  answers: { 200: { description: 'How many', schema: targetsAckSchema }, 409: conflict },
  handle: ({ services, actor, params: { id }, body }) =>
    skipTargets(services, actor, { rollout: id, ...body }),
})
