import { z } from 'zod'
import { rolloutStates, targetStates } from '@/lib/core/rollout/states'
import { checkVerbs } from '@/lib/failures/dto'
import { maxNameLength, pageLimit } from '@/lib/rollouts/limits'
import { strictInput } from './strict-input'

/** A rollout by its id, in the path. */
export const rolloutIdInput = strictInput({ id: z.string().min(1).max(20) })

/** Targets by name or by selector; exactly one of the two, which the mutation checks. */
export const targetChoiceInput = strictInput({
  clusters: z.array(z.string().min(1).max(maxNameLength)).min(1, 'names no cluster').max(100_000).optional(),
  select: z.string().min(1).max(10_000).optional(),
  reason: z.string().trim().max(2_000).optional(),
})

/** The same without a reason, and what would be done with them. */
export const targetCheckInput = strictInput({
  ...targetChoiceInput.omit({ reason: true }).shape,
  verb: z.enum(checkVerbs),
})

const page = {
  limit: z.coerce.number().int().min(1).max(pageLimit.max).default(pageLimit.default),
  cursor: z.string().max(500).optional(),
}

/** States, one or several between commas. */
const statesOf = <const States extends readonly [string, ...string[]]>(states: States) =>
  z
    .string()
    .max(500)
    .transform((text) => text.split(',').map((state) => state.trim()))
    .pipe(z.array(z.enum(states)))

const name = z.string().min(1).max(maxNameLength).optional()

export const listRolloutsInput = strictInput({
  state: statesOf(rolloutStates).optional(),
  operation: name,
  policy: name,
  launchedBy: name,
  /** Words that the title holds, in any case. */
  title: z.string().min(1).max(200).optional(),
  ...page,
})

export const listTargetsInput = strictInput({
  phase: z.string().max(maxNameLength).optional(),
  state: statesOf(targetStates).optional(),
  ...page,
})

export const listEventsInput = strictInput({
  /** Events after this sequence number; 0 = from the first. */
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
})

export const targetInput = strictInput({ ...rolloutIdInput.shape, cluster: z.string().min(1).max(1_000) })
