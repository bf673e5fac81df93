import { z } from 'zod'
import { strictInput } from '@/lib/api/strict-input'
import { reason, title } from '@/lib/api/words'
import { readSubject, suggestSubject } from '@/lib/core/selector/subject'
import { parseAmount } from '@/lib/core/shared/amount'

const name = z
  .string()
  .max(63, 'has at most 63 characters')
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, 'has lower-case letters, digits and hyphens')
  .refine((value) => value !== 'acknowledge', 'is reserved')

const fact = z.string().superRefine((value, context) => {
  if (readSubject(value)) return
  const meant = suggestSubject(value)
  const message = `names no fact of a cluster${meant === undefined ? '' : `, did you mean ${meant}?`}`
  context.addIssue({ code: 'custom', message })
})

const max = z.union([z.number(), z.string()]).transform((value, context) => {
  const parsed = parseAmount(value)
  if (parsed.ok && parsed.value !== 0) return parsed.value
  const message = parsed.ok
    ? 'is 0, which nothing could ever start under: make a freeze instead'
    : parsed.error
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

export const budgetNameInput = strictInput({ name })

export const putBudgetInput = strictInput({
  name,
  /** What it counts, in the plural; unset = `clusters of NAME`. */
  title: title.optional(),
  select: z.string().max(10_000).default('true'),
  by: z.array(fact).max(4, 'names more than 4 facts').default([]),
  max,
  enabled: z.boolean().default(true),
})

export const acknowledgeInput = strictInput({
  clusters: z.array(z.string().min(1).max(253)).min(1, 'names no cluster').max(10_000),
  reason,
})
