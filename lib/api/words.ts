import { z } from 'zod'
import { invisibleProblem, withoutInvisible } from '@/lib/core/shared/invisible'
import { checked } from './checked'

/** Refuses invisible characters in what people read as it was written: `z.string().superRefine(visible)`. */
export const visible = checked(invisibleProblem)

/** Why somebody does something; what nobody sees of it is taken out, so that nothing urgent fails for a paste. */
export const reason = z
  .string()
  .overwrite(withoutInvisible)
  .trim()
  .min(1, 'is empty')
  .max(2_000, 'has more than 2,000 characters')

/** How something is called for people, who read it as it was written. */
export const title = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(200, 'has more than 200 characters')
  .superRefine(visible)
