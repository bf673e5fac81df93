import { z } from 'zod'
import type {
  AmendedPhaseDto,
  AmendmentAckDto,
  AmendmentDetailDto,
  AmendmentDto,
  AmendmentEffectDto,
  CarriedPolicyDto,
  PolicyChangeDto,
} from '@/lib/rollouts/dto'
import { rolloutAckSchema } from './rollouts'

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

export const amendmentDetailSchema = amendmentSchema.extend({
  source: z.string(),
  effect: amendmentEffectSchema.nullable(),
  whyNot: z.string().nullable(),
  whyNotApprove: z.string().nullable(),
  whyNotReject: z.string().nullable(),
  whyNotWithdraw: z.string().nullable(),
  others: z.array(z.string()),
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
