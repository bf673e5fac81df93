import { AppError } from '@/lib/server/errors'
import type { PrismaClient } from '@/lib/server/generated/prisma/client'
import type { FreezeDto, FreezeState } from './dto'

interface FreezeRow {
  id: number
  title: string
  select: string
  startsAt: Date
  endsAt: Date
  reason: string
  createdAt: Date
  endedAt: Date | null
  createdBy: { username: string }
}

const withAuthor = { createdBy: { select: { username: true } } } as const

/** Lists freezes, those that end last first; the newest 500 of them. */
export async function listFreezes(
  prisma: PrismaClient,
  now: Date,
  state?: FreezeState,
): Promise<FreezeDto[]> {
  const rows = await prisma.freeze.findMany({
    where: state === undefined ? {} : conditionOf(state, now),
    include: withAuthor,
    orderBy: [{ endsAt: 'desc' }, { id: 'desc' }],
    take: 500,
  })
  return rows.map((row) => freezeDto(row, now))
}

/** Fetches one freeze, or refuses with `not_found`. */
export async function getFreeze(prisma: PrismaClient, id: string, now: Date): Promise<FreezeDto> {
  const row = await prisma.freeze.findUnique({ where: { id: Number(id) }, include: withAuthor })
  if (!row) throw new AppError('not_found', `There is no freeze “${id}”.`)
  return freezeDto(row, now)
}

function conditionOf(state: FreezeState, now: Date) {
  if (state === 'upcoming') return { endedAt: null, startsAt: { gt: now } }
  if (state === 'active') return { endedAt: null, startsAt: { lte: now }, endsAt: { gt: now } }
  return { OR: [{ endedAt: { not: null } }, { endsAt: { lte: now } }] }
}

function freezeDto(
  { id, startsAt, endsAt, createdAt, endedAt, createdBy, ...row }: FreezeRow,
  now: Date,
): FreezeDto {
  const over = endedAt !== null || endsAt <= now
  return {
    id: String(id),
    title: row.title,
    select: row.select,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    reason: row.reason,
    createdBy: createdBy.username,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    state: over ? 'over' : startsAt > now ? 'upcoming' : 'active',
  }
}
