import { z } from 'zod'
import type { HarmDto, QuantilesDto, RehearsalDto } from '@/lib/rehearsals/dto'
import { planNoteSchema } from './plans'

/** The answer of a rehearsal, as the API documents it. */

const count = z.number().int()
const at = z.iso.datetime()
const share = z.number().min(0).max(1)

const quantiles = z
  .object({ p50: at.nullable(), p90: at.nullable() })
  .describe(
    'When half of the runs were there, and nine in ten; null = so many never came to it.',
  ) satisfies z.ZodType<QuantilesDto>

const harm = z.object({ clusters: count, weight: z.number() }) satisfies z.ZodType<HarmDto>
const seconds = z.object({ p50: z.number(), p90: z.number() })

export const rehearsalSchema = z.object({
  planHash: z.string(),
  seed: z.string(),
  runs: count,
  targets: count,
  startsAt: at,
  end: quantiles,
  completes: share.describe('Share of the runs that came to their end without being stopped.'),
  stops: z.array(z.object({ cause: z.string(), detail: z.string().nullable(), share })),
  peakInFlight: count,
  expectedFailures: z.number(),
  tripShare: share.describe('Share of the runs in which some budget was exhausted.'),
  worstCase: harm.describe(
    'Proven from budgets and concurrency, not sampled: no more can fail before the rollout stops by itself.',
  ),
  phases: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      targets: count,
      start: quantiles,
      end: quantiles,
      expectedFailures: z.number(),
      peakInFlight: count,
      tripShare: share,
      worstCase: harm,
    }),
  ),
  timeline: z
    .array(
      z.object({
        phase: z.string(),
        enteredAt: at.nullable(),
        startedAt: at.nullable(),
        soakingAt: at.nullable(),
        finishedAt: at.nullable(),
      }),
    )
    .describe('The phases in the run in the middle.'),
  collisions: z.array(
    z.object({
      kind: z.string(),
      what: z.string(),
      phases: z.array(z.string()),
      targets: count,
      share,
      until: at.nullable(),
    }),
  ),
  assumptions: z.object({
    applySeconds: seconds,
    verifySeconds: seconds.nullable(),
    failureRate: share,
    approvalSeconds: seconds.nullable(),
    observed: z.object({ attempts: count, targets: count, approvals: count }),
    assumed: z.array(z.string()),
    notes: z.array(z.string()),
  }),
  blockers: z.array(planNoteSchema),
}) satisfies z.ZodType<RehearsalDto>
