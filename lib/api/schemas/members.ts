import { z } from 'zod'
import { roles } from '@/lib/core/access/permissions'
import type { MeDto, MemberDto, SessionDto, TokenDto } from '@/lib/members/dto'
import type { SecretDto } from '@/lib/secrets/dto'

/** Answers about members, as the API documents them. */

const at = z.iso.datetime()
const binding = z.object({
  role: z.enum(roles),
  select: z.string().nullable().describe('A selector that limits it; null = the whole fleet.'),
})

export const memberSchema = z.object({
  id: z.number().int(),
  username: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  roles: z.array(binding),
  disabledAt: at.nullable(),
  createdAt: at,
  hasPassword: z.boolean(),
  lastSeenAt: at.nullable(),
}) satisfies z.ZodType<MemberDto>

export const createdMemberSchema = memberSchema.extend({
  password: z.string().nullable().describe('The one that was made, shown here only; null = it was given.'),
})

export const newPasswordSchema = z.object({ username: z.string(), password: z.string().nullable() })

export const tokenSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  owner: z.string(),
  prefix: z.string(),
  roles: z.array(z.enum(roles)).nullable().describe('Narrowed to these; null = all roles of its owner.'),
  createdAt: at,
  expiresAt: at.nullable(),
  lastUsedAt: at.nullable(),
  revokedAt: at.nullable(),
}) satisfies z.ZodType<TokenDto>

export const createdTokenSchema = z.object({
  id: z.number().int(),
  token: z.string().describe('Shown here only.'),
  name: z.string(),
  prefix: z.string(),
  roles: z.array(z.enum(roles)),
  expiresAt: at.nullable(),
})

export const sessionSchema = z.object({
  id: z.string(),
  username: z.string(),
  createdAt: at,
  seenAt: at,
  expiresAt: at,
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
}) satisfies z.ZodType<SessionDto>

export const meSchema = z.object({
  username: z.string(),
  name: z.string(),
  roles: z.array(binding),
  via: z.enum(['session', 'token']),
}) satisfies z.ZodType<MeDto>

export const secretSchema = z.object({
  name: z.string(),
  updatedAt: at,
  updatedBy: z.string(),
}) satisfies z.ZodType<SecretDto>

/** A list that is short enough for one answer. */
export const itemsOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) })
