import { z } from 'zod'
import { exclusionReasons } from '@/lib/core/plan/types'
import type { PlanDto, PlanNoteDto, PlanPhaseDto } from '@/lib/plans/dto'
import { openingSchema } from './opening'

/** Answers about plans, as the API documents them. */

const count = z.number().int()

const share = z.object({ covered: count, total: count })
/** How many values of provider, region, version and tier, and pairs of them, are covered. */
export const coverageSchema = z.object({ singles: share, pairs: share })

const phase = z.object({
  id: z.string(),
  title: z.string(),
  after: z.array(z.string()),
  count,
  targets: z.array(z.object({ cluster: z.string(), position: count })),
  matched: count,
  takenByEarlier: count,
  leftOver: count,
  maxInFlight: count,
  steps: z.array(count),
  failureBudget: count.nullable(),
  coverage: z
    .array(coverageSchema)
    .nullable()
    .describe('What each step has covered when it ends; null unless the order is diverse.'),
  gates: z.array(z.string()),
  windows: z.array(z.object({ title: z.string(), openings: z.array(openingSchema) })),
}) satisfies z.ZodType<PlanPhaseDto>

export const planNoteSchema = z.object({
  code: z.enum([
    'overlap',
    'empty_phase',
    'nothing_to_do',
    'budget_zero',
    'budget_covers_all',
    'strata_missed',
    'strata_raised',
    'unmatched',
    'satisfied_unknown',
    'unknown_exclude',
    'empty_selection',
    'no_way_back',
    'no_such_check',
  ]),
  phase: z.string().nullable(),
  message: z.string(),
}) satisfies z.ZodType<PlanNoteDto>

export const planSchema = z.object({
  hash: z.string().describe('What approvals bind to; a launch with it is refused if the plan has changed.'),
  operation: z.object({ name: z.string(), revision: count }),
  policy: z.object({ name: z.string().nullable(), revision: count.nullable() }),
  select: z.string(),
  counts: z.object({ fleet: count, selected: count, planned: count, excluded: count }),
  phases: z.array(phase),
  excluded: z.array(z.object({ cluster: z.string(), reason: z.enum(exclusionReasons), detail: z.string() })),
  warnings: z.array(planNoteSchema),
  wayBack: z
    .object({ possible: z.boolean(), irreversibleAfter: z.enum(['apply', 'verify']).nullable() })
    .describe('Whether the operation has a revert, and the step after which a cluster cannot be taken back.'),
  blockers: z.array(planNoteSchema).describe('Why it cannot be launched; empty = it can.'),
}) satisfies z.ZodType<PlanDto>
