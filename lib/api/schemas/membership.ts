import { z } from 'zod'
import type { MembershipDto } from '@/lib/membership/dto'

/** How a fleet moved away from a rollout's members, as the API documents it. */

const count = z.number().int()
const names = z.array(z.string()).describe('The first hundred by name.')

export const drift = z.object({
  fact: z.string().describe('`region`, `tier`, …, or `labels.<key>`.'),
  from: z.string().nullable().describe('At planning; null = the label was not there.'),
  to: z.string().nullable(),
})

export const membershipSchema = z.object({
  driftedCount: count,
  drifted: z.array(z.object({ cluster: z.string(), phase: z.string(), changed: z.array(drift) })),
  goneCount: count,
  gone: names,
  addedCount: count,
  added: names,
  followUp: z
    .object({ select: z.string(), count })
    .nullable()
    .describe('A selector that names the first of what was added, as many as a launch may name in one.'),
}) satisfies z.ZodType<MembershipDto>
