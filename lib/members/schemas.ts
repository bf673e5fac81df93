import { z } from 'zod'
import { strictInput } from '@/lib/api/strict-input'
import { visible } from '@/lib/api/words'
import { roles } from '@/lib/core/access/permissions'
import { formatSelectorError } from '@/lib/core/selector/error'
import { parseSelector } from '@/lib/core/selector/parse'
import { passwordLengthMax, passwordLengthMin } from './password-limits'

/** What somebody signs in with; also the name in audit rows and events. */
export const usernameSchema = z
  .string()
  .max(63, 'has at most 63 characters')
  .regex(
    /^[a-z](?:[a-z0-9._-]*[a-z0-9])?$/,
    'begins with a lower-case letter, then has lower-case letters, digits, dots, hyphens and underscores',
  )
  .refine((name) => name !== 'constructor' && name !== 'prototype', 'is reserved')

/** A password somebody chose. */
export const passwordSchema = z
  .string()
  .min(passwordLengthMin, `has at least ${passwordLengthMin} characters`)
  .max(passwordLengthMax, `has at most ${passwordLengthMax} characters`)

/** A condition over clusters that limits a role; null = the whole fleet. */
const scopeSchema = z
  .string()
  .max(4_000, 'has at most 4,000 characters')
  .superRefine((text, context) => {
    const parsed = parseSelector(text)
    if (!parsed.ok) context.addIssue({ code: 'custom', message: formatSelectorError(parsed.error) })
  })
  .nullable()
  .default(null)

/** A role over the whole fleet, or over the clusters of a selector. */
export const bindingSchema = strictInput({ role: z.enum(roles), select: scopeSchema })

export const bindingsSchema = z.array(bindingSchema).max(50, 'has at most 50 roles')

export const createUserSchema = strictInput({
  username: usernameSchema,
  name: z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(200, 'has at most 200 characters')
    .superRefine(visible)
    .optional(),
  email: z.email().max(320).nullable().default(null),
  /** Unset = one is made and answered once. */
  password: passwordSchema.optional(),
  roles: bindingsSchema,
})

export const setRolesSchema = strictInput({ username: usernameSchema, roles: bindingsSchema })

export const usernameInput = strictInput({ username: usernameSchema })

export const resetPasswordSchema = strictInput({
  username: usernameSchema,
  password: passwordSchema.optional(),
})

export const changePasswordSchema = strictInput({
  current: z.string().max(passwordLengthMax),
  password: passwordSchema,
})

export const createTokenSchema = strictInput({
  name: z.string().trim().min(1, 'is empty').max(100, 'has at most 100 characters').superRefine(visible),
  /** Roles it is narrowed to; unset = all of its owner's. */
  roles: z.array(z.enum(roles)).min(1, 'names no role').max(4).optional(),
  /** Unset = it does not expire. */
  expiresInDays: z.number().int().min(1).max(3_650).optional(),
})

export const tokenIdSchema = strictInput({ id: z.coerce.number().int().positive().max(2_147_483_647) })
export const sessionIdSchema = strictInput({ id: z.string().min(1).max(100) })
