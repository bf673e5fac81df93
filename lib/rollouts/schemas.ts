/** Inputs of the mutations of this feature; safe for the browser, so that forms and actions share them. */
import { z } from 'zod'
import { visible } from '@/lib/api/words'
import { withoutInvisible } from '@/lib/core/shared/invisible'
import { maxNameLength } from '@/lib/rollouts/limits'

/** A rollout's id as it travels: an opaque string. */
const rollout = z.string().min(1).max(20)
const words = z.string().overwrite(withoutInvisible).trim().max(2_000, 'is longer than 2,000 characters')
const reason = words.optional()
const clusterNames = z
  .array(z.string().min(1).max(maxNameLength))
  .min(1, 'names no cluster')
  .max(100_000, 'names more than 100,000 clusters')
const selector = z.string().min(1).max(10_000)

/** A moment, ISO 8601 with its offset. */
const instant = z.iso.datetime({ offset: true, error: 'must be a moment such as 2026-12-24T22:00:00+01:00' })

/** What a plan is made of: names (`kafka-upgrade`, `name@3`) or, for the policy, an inline document. */
export const planInput = z.strictObject({
  operation: z.string().min(1).max(maxNameLength),
  params: z.record(z.string(), z.unknown()).default({}),
  policy: z.union([z.string().min(1).max(1_000_000), z.record(z.string(), z.unknown())]),
  select: selector.optional(),
  exclude: selector.optional(),
})

export const launchInput = planInput.extend({
  title: z.string().trim().min(1).max(200).superRefine(visible).optional(),
  reason,
  /** False keeps it a draft until it is resumed. */
  start: z.boolean().default(true),
  /** Starts it by itself at this moment, within a year; until then it is a draft. */
  startAt: instant.optional(),
  /** Refuses the launch if the plan made now is another than the one that was looked at. */
  planHash: z.string().max(100).optional(),
  /** The same key with the same body gives the same rollout; with another body a conflict. */
  idempotencyKey: z.string().min(1).max(200).optional(),
})

export const scheduleInput = z.strictObject({
  rollout,
  /** When it starts by itself, within a year; null = only when somebody starts it. */
  startAt: instant.nullable(),
  reason,
})

export const pauseInput = z.strictObject({ rollout, reason })

export const resumeInput = z.strictObject({
  rollout,
  reason,
  /** After a budget trip: the number of failures that are accepted, as shown. */
  acknowledge: z.number().int().min(0).optional(),
})

export const abortInput = z.strictObject({
  rollout,
  reason,
  /** Also asks the drivers to cancel what is in flight. */
  cancelInFlight: z.boolean().default(false),
})

const decision = z.strictObject({
  rollout,
  gate: z.string().min(1).max(300),
  /** The newest event the person had seen; unset = whatever is newest now. */
  seenSeq: z.number().int().min(0).optional(),
  /** Refuses the decision if the rollout's plan is another than the one that was looked at. */
  planHash: z.string().min(1).max(100).optional(),
  comment: words.optional(),
})
export const approveInput = decision.extend({
  /** Lower limits for the phase that it lets go, which hold from then on: the plan is tightened with the approval. */
  limits: z
    .strictObject({
      maxInFlight: z.number().int().min(1).optional(),
      failureBudget: z.number().int().min(0).optional(),
    })
    .optional(),
})
export const rejectInput = decision.extend({
  comment: words.min(1, 'needs a reason'),
})

/** What an outside system says about a webhook gate. */
export const gateAnswer = z
  .strictObject({
    verdict: z.enum(['open', 'refuse']),
    reason: words.optional(),
    /** As in the notice: an answer to another question does not count. */
    round: z.number().int().min(0),
    planHash: z.string().min(1).max(100),
    /** The newest event that it had seen; unset = whatever is newest now. */
    seenSeq: z.number().int().min(0).optional(),
  })
  .refine(({ verdict, reason }) => verdict === 'open' || Boolean(reason), {
    path: ['reason'],
    message: 'a refusal needs a reason',
  })

export const answerGateInput = z.strictObject({
  rollout,
  gate: decision.shape.gate,
  answer: gateAnswer,
  /** Who has signed, by the name that the policy gives them, and from where. */
  name: z.string(),
  ip: z.string().nullable(),
  signature: z.string().max(200),
})

export const overrideGateInput = z.strictObject({
  rollout,
  gate: decision.shape.gate,
  reason: words.min(1, 'needs a reason'),
})
export const skipPhaseInput = z.strictObject({
  rollout,
  phase: z.string().min(1).max(maxNameLength),
  reason: words.min(1, 'needs a reason'),
})

const choice = z.strictObject({
  rollout,
  clusters: clusterNames.optional(),
  select: selector.optional(),
})
const oneWay = {
  check: (input: { clusters?: unknown; select?: unknown }) =>
    (input.clusters === undefined) !== (input.select === undefined),
  message: 'give either clusters or select',
}
export const retryInput = choice.extend({ reason }).refine(oneWay.check, oneWay.message)
export const skipInput = choice
  .extend({ reason: words.min(1, 'needs a reason') })
  .refine(oneWay.check, oneWay.message)

export const rollbackInput = z.strictObject({
  rollout,
  reason,
  /** Chosen clusters, by name or by a selector; neither = the whole rollout. */
  clusters: clusterNames.optional(),
  select: selector.optional(),
  /** Also asks the drivers to cancel what is in flight; otherwise that comes to rest by itself first. */
  cancelInFlight: z.boolean().default(false),
})

const amendedPolicy = z.union([z.string().min(1).max(1_000_000), z.record(z.string(), z.unknown())])
export const previewAmendmentInput = z.strictObject({ rollout, policy: amendedPolicy })
export const amendInput = z.strictObject({
  rollout,
  /** A whole policy, as YAML, JSON or an object; what has been done has to stay in it. */
  policy: amendedPolicy,
  reason,
  /** Hash of the plan that was looked at; another one is refused. */
  planHash: z.string().min(1).max(100),
  seenSeq: decision.shape.seenSeq,
})

const amendment = z.strictObject({ rollout, amendment: z.string().min(1).max(20) })
export const approveAmendmentInput = amendment.extend({
  /** Hash of the plan that it amends, as it was looked at. */
  planHash: decision.shape.planHash,
  seenSeq: decision.shape.seenSeq,
  comment: words.optional(),
})
export const rejectAmendmentInput = amendment.extend({ comment: words.min(1, 'needs a reason') })
export const withdrawAmendmentInput = amendment

export type PlanInput = z.input<typeof planInput>
/** The same after parsing, with defaults. */
export type PlanOutput = z.output<typeof planInput>
export type LaunchInput = z.input<typeof launchInput>
export type LaunchOutput = z.output<typeof launchInput>
export type RetryInput = z.input<typeof retryInput>
export type SkipInput = z.input<typeof skipInput>
