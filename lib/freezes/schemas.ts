import { z } from 'zod'
import { strictInput } from '@/lib/api/strict-input'
import { freezeStates } from './dto'

const instant = z.iso.datetime({ offset: true, error: 'is not an instant such as 2030-12-24T08:00:00Z' })

export const createFreezeInput = strictInput({
  title: z.string().trim().min(1, 'is empty').max(200, 'has more than 200 characters'),
  /** A selector; `true` = the whole fleet. */
  select: z.string().max(10_000).default('true'),
  /** Unset = now. */
  startsAt: instant.optional(),
  endsAt: instant,
  reason: z.string().trim().min(1, 'is empty').max(2_000, 'has more than 2,000 characters'),
})

export const freezeIdInput = strictInput({
  id: z.string().regex(/^[1-9]\d{0,8}$/, 'is not the id of a freeze'),
})

export const listFreezesInput = strictInput({ state: z.enum(freezeStates).optional() })
