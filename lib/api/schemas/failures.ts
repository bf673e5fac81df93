import { z } from 'zod'
import {
  checkVerbs,
  type FailureGroupDto,
  type FailuresDto,
  type FailureTraitDto,
  type TargetsCheckDto,
} from '@/lib/failures/dto'

/** Answers about failures, as the API documents them. */

const at = z.iso.datetime()
const count = z.number().int()

const trait = z.object({
  fact: z.string().describe('`version`, `region`, …, or `labels.<key>`.'),
  value: z.string(),
  count,
  share: z.number().describe('Of the group.'),
  baseShare: z.number().describe('Of all clusters that this rollout has started so far.'),
  waiting: count.describe('Clusters with it that have not started yet.'),
  select: z.string().describe('A selector of exactly the clusters that have it.'),
}) satisfies z.ZodType<FailureTraitDto>

const group = z.object({
  fingerprint: z.string(),
  step: z.string().nullable(),
  reason: z.string().nullable(),
  message: z.string().describe('Without what differs from one cluster to the next.'),
  count,
  phases: z.array(z.object({ phase: z.string(), count })),
  firstAt: at.nullable(),
  lastAt: at.nullable(),
  clusters: z.array(z.string()),
  traits: z.array(trait),
}) satisfies z.ZodType<FailureGroupDto>

export const failuresSchema = z.object({
  rollout: z.string(),
  lastSeq: count,
  fingerprintVersion: count,
  total: count,
  tried: count,
  groups: z.array(group),
}) satisfies z.ZodType<FailuresDto>

export const targetsCheckSchema = z.object({
  verb: z.enum(checkVerbs),
  eligible: z.array(z.string()),
  others: z.array(z.object({ state: z.string(), why: z.string(), count, clusters: z.array(z.string()) })),
  unknown: z.array(z.string()),
  refusal: z.string().nullable(),
}) satisfies z.ZodType<TargetsCheckDto>
