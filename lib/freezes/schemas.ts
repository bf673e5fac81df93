import { z } from 'zod'
import { strictInput } from '@/lib/api/strict-input'
import { reason, title } from '@/lib/api/words'
import { freezeStates, weekdays } from './dto'

const instant = z.iso.datetime({ offset: true, error: 'is not an instant such as 2030-12-24T08:00:00Z' })
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is not a time of the day such as 22:00')
const timezone = z
  .string()
  .max(60)
  .refine(isTimezone, 'is not the name of a time zone such as Europe/London or UTC')

/** Hours of the week; a `to` that is not after `from` ends on the next day. */
export const recurrenceInput = strictInput({
  days: z
    .array(z.enum(weekdays))
    .min(1, 'names no day')
    .max(7)
    .default([...weekdays]),
  from: clock,
  to: clock,
  timezone: timezone.default('UTC'),
})

export const createFreezeInput = strictInput({
  title,
  /** A selector; `true` = the whole fleet. */
  select: z.string().max(10_000).default('true'),
  /** Unset = now. */
  startsAt: instant.optional(),
  /** Unset = until somebody ends it, which only a recurring one may be. */
  endsAt: instant.optional(),
  /** Unset = it holds all the time from its start to its end. */
  recurrence: recurrenceInput.optional(),
  reason,
})

const freezeId = z.string().regex(/^[1-9]\d{0,8}$/, 'is not the id of a freeze')

export const freezeIdInput = strictInput({ id: freezeId })

export const listFreezesInput = strictInput({ state: z.enum(freezeStates).optional() })

export const overrideFreezeInput = strictInput({
  id: freezeId,
  rollout: z.string().regex(/^[1-9]\d{0,8}$/, 'is not the id of a rollout'),
  reason,
  expiresAt: instant,
})

export const endOverrideInput = strictInput({
  id: freezeId,
  override: z.string().regex(/^[1-9]\d{0,8}$/, 'is not the id of an override'),
})

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
