import { z } from 'zod'
import { parseDuration } from '@/lib/core/shared/duration'
import { planInput } from '@/lib/rollouts/schemas'

const duration = z
  .string()
  .max(40)
  .transform((text, context) => {
    const parsed = parseDuration(text)
    if (parsed.ok) return parsed.value
    context.addIssue({ code: 'custom', message: parsed.error })
    return z.NEVER
  })

/** What a rehearsal is made of: a plan, and what to assume where history is not to be believed. */
export const rehearsalInput = planInput.extend({
  /** The same seed gives the same draws. */
  seed: z.string().min(1).max(200).default('rehearsal'),
  /** How often it is played; unset = by size: 200 times for small plans, 6 times for 10,000 clusters. */
  runs: z.number().int().min(1).max(500).optional(),
  assume: z
    .strictObject({
      /** How long the operation takes on one cluster: the median. */
      seconds: z.number().min(0).max(86_400).optional(),
      /** Share of the targets that fail in the end, after all of their attempts. */
      failureRate: z.number().min(0).max(1).optional(),
      /** How long people take to approve, e.g. `2h`. */
      approvalDelay: duration.optional(),
    })
    .default({}),
})

export type RehearsalOutput = z.output<typeof rehearsalInput>
