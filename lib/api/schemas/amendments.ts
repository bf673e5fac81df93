import { z } from 'zod'
import type { EvidenceDto } from '@/lib/approvals/dto'
import { phaseStates } from '@/lib/core/rollout/states'
import type {
  AmendedPhaseDto,
  AmendmentAckDto,
  AmendmentDetailDto,
  AmendmentDto,
  AmendmentEffectDto,
  CarriedPolicyDto,
  PolicyChangeDto,
} from '@/lib/rollouts/dto'
import { checkEvidenceSchema, rolloutAckSchema } from './rollouts'

/** Answers about amendments, as the API documents them. */

const at = z.iso.datetime()
const count = z.number().int()

const change = z.object({
  kind: z.enum(['added', 'removed', 'moved', 'changed']),
  phase: z.object({ id: z.string(), title: z.string() }).nullable(),
  field: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
}) satisfies z.ZodType<PolicyChangeDto>

const side = z
  .object({
    clusters: count,
    maxInFlight: count,
    failureBudget: count.nullable(),
    steps: z.array(count),
    gates: z.array(z.string()),
  })
  .nullable()

const phase = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['over', 'begun', 'ahead']),
  before: side,
  after: side,
}) satisfies z.ZodType<AmendedPhaseDto>

export const amendmentEffectSchema = z.object({
  planHash: z.string(),
  weakenings: z.array(z.string()).describe('In which ways it is less careful; empty = it only tightens.'),
  changes: z.array(change),
  moved: count.describe('Targets that get another phase or position.'),
  phases: z.array(phase),
}) satisfies z.ZodType<AmendmentEffectDto>

export const amendmentSchema = z.object({
  id: z.string(),
  state: z.enum(['proposed', 'applied', 'rejected', 'withdrawn']),
  reason: z.string().nullable(),
  proposedBy: z.string(),
  proposedAt: at,
  decidedBy: z.string().nullable(),
  decidedAt: at.nullable(),
  comment: z.string().nullable(),
  basePlanHash: z.string(),
  planHash: z.string().nullable(),
  weakenings: z.array(z.string()),
  changes: z.array(change),
}) satisfies z.ZodType<AmendmentDto>

const burnt = z.object({ charged: count, max: count })

const evidence = z.object({
  succeeded: count,
  failed: count,
  skipped: count,
  inFlight: count,
  total: count,
  phases: z.array(
    z.object({
      title: z.string(),
      state: z.enum(phaseStates),
      succeeded: count,
      failed: count,
      reverting: count,
      reverted: count,
      revertFailed: count,
      total: count,
      startedAt: at.nullable(),
      soakUntil: at.nullable().describe('Until when it soaks, or has soaked.'),
      finishedAt: at.nullable(),
      budget: burnt.nullable(),
    }),
  ),
  budget: burnt.nullable().describe('Of the whole rollout.'),
  checks: z.array(
    checkEvidenceSchema.extend({
      name: z.string(),
      phase: z.string().nullable().describe('Null = it is a guard.'),
    }),
  ),
  since: z
    .object({ phase: z.string(), at, succeeded: count, failed: count })
    .nullable()
    .describe('What has come to rest since the newest approval that opened.'),
  failures: z
    .array(z.object({ message: z.string(), count, phase: z.string() }))
    .describe('The most frequent, at most three.'),
}) satisfies z.ZodType<EvidenceDto>

export const amendmentDetailSchema = amendmentSchema.extend({
  source: z.string(),
  effect: amendmentEffectSchema.nullable(),
  whyNot: z.string().nullable(),
  whyNotApprove: z.string().nullable(),
  whyNotReject: z.string().nullable(),
  whyNotWithdraw: z.string().nullable(),
  others: z.array(z.string()),
  evidence: evidence.describe('What has happened in the rollout so far.'),
  lastSeq: count,
}) satisfies z.ZodType<AmendmentDetailDto>

export const carriedPolicySchema = z.object({
  source: z.string().describe('YAML'),
  planHash: z.string(),
  lastSeq: count,
  whyNot: z.string().nullable().describe('Why nothing can be amended at this moment.'),
}) satisfies z.ZodType<CarriedPolicyDto>

export const amendmentAckSchema = rolloutAckSchema.extend({
  amendment: z.object({ id: z.string(), state: z.enum(['applied', 'proposed']) }),
  effect: amendmentEffectSchema,
}) satisfies z.ZodType<AmendmentAckDto>
