import type { RoleBinding } from '@/lib/core/access/permissions'
import { AppError } from '@/lib/server/errors'
import type { PrismaClient } from '@/lib/server/generated/prisma/client'
import type { MeDto, MemberDto, SessionDto, TokenDto } from './dto'
import type { PersonActor } from './load-actor'

const memberFields = {
  roles: { select: { role: true, select: true }, orderBy: { id: 'asc' } },
  sessions: { select: { seenAt: true }, orderBy: { seenAt: 'desc' }, take: 1 },
} as const

/** Lists all members by name. */
export async function listMembers(prisma: PrismaClient): Promise<MemberDto[]> {
  const rows = await prisma.user.findMany({ include: memberFields, orderBy: { username: 'asc' } })
  return rows.map(memberDto)
}

/** Fetches one member, or refuses with `not_found`. */
export async function getMember(prisma: PrismaClient, username: string): Promise<MemberDto> {
  const row = await prisma.user.findUnique({ where: { username }, include: memberFields })
  if (!row) throw new AppError('not_found', `There is no member “${username}”.`)
  return memberDto(row)
}

interface MemberRow {
  id: number
  username: string
  name: string
  email: string | null
  passwordHash: string | null
  disabledAt: Date | null
  createdAt: Date
  roles: RoleBinding[]
  sessions: { seenAt: Date }[]
}

function memberDto(row: MemberRow): MemberDto {
  const { id, username, name, email, roles } = row
  return {
    id,
    username,
    name,
    email,
    roles,
    disabledAt: iso(row.disabledAt),
    createdAt: row.createdAt.toISOString(),
    hasPassword: row.passwordHash !== null,
    lastSeenAt: iso(row.sessions[0]?.seenAt ?? null),
  }
}

/** Lists API tokens, newest first: of one user, or of everybody. Revoked ones stay in the list. */
export async function listTokens(prisma: PrismaClient, ownerId?: number): Promise<TokenDto[]> {
  const rows = await prisma.apiToken.findMany({
    where: ownerId === undefined ? {} : { userId: ownerId },
    include: { user: { select: { username: true } } },
    orderBy: { id: 'desc' },
  })
  return rows.map(({ id, name, prefix, roles, createdAt, expiresAt, lastUsedAt, revokedAt, user }) => ({
    id,
    name,
    owner: user.username,
    prefix,
    roles: roles.length > 0 ? roles : null,
    createdAt: createdAt.toISOString(),
    expiresAt: iso(expiresAt),
    lastUsedAt: iso(lastUsedAt),
    revokedAt: iso(revokedAt),
  }))
}

/** Lists sign-ins that still live, latest seen first: of one user, or of everybody. */
export async function listSessions(prisma: PrismaClient, now: Date, userId?: number): Promise<SessionDto[]> {
  const rows = await prisma.session.findMany({
    where: { revokedAt: null, expiresAt: { gt: now }, ...(userId === undefined ? {} : { userId }) },
    include: { user: { select: { username: true } } },
    orderBy: { seenAt: 'desc' },
  })
  return rows.map(({ id, user, createdAt, seenAt, expiresAt, ip, userAgent }) => ({
    id,
    username: user.username,
    createdAt: createdAt.toISOString(),
    seenAt: seenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ip,
    userAgent,
  }))
}

/** Tells whoever asks who they are. */
export async function getMe(prisma: PrismaClient, actor: PersonActor): Promise<MeDto> {
  const user = await prisma.user.findUniqueOrThrow({ where: { id: actor.userId }, select: { name: true } })
  return {
    username: actor.name,
    name: user.name,
    roles: [...actor.bindings],
    via: actor.kind === 'token' ? 'token' : 'session',
  }
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null
