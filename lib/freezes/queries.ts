import { AppError } from '@/lib/server/errors'
import type { PrismaClient } from '@/lib/server/generated/prisma/client'
import type { FreezeDto, FreezeState } from './dto'
import { freezeDto } from './freeze-dto'

const include = {
  createdBy: { select: { username: true } },
  overrides: {
    include: { createdBy: { select: { username: true } }, rollout: { select: { title: true } } },
    orderBy: { id: 'desc' },
    take: 50,
  },
} as const

/** Lists freezes, those that end last first; the newest 500 of them. */
export async function listFreezes(
  prisma: PrismaClient,
  now: Date,
  state?: FreezeState,
): Promise<FreezeDto[]> {
  const rows = await prisma.freeze.findMany({
    where: state === undefined ? {} : conditionOf(state, now),
    include,
    orderBy: [{ endsAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
    take: 500,
  })
  return rows.map((row) => freezeDto(row, now))
}

/** Fetches one freeze, or refuses with `not_found`. */
export async function getFreeze(prisma: PrismaClient, id: string, now: Date): Promise<FreezeDto> {
  const row = await prisma.freeze.findUnique({ where: { id: Number(id) }, include })
  if (!row) throw new AppError('not_found', `There is no freeze “${id}”.`)
  return freezeDto(row, now)
}

function conditionOf(state: FreezeState, now: Date) {
  const open = [{ endsAt: null }, { endsAt: { gt: now } }]
  if (state === 'upcoming') return { endedAt: null, startsAt: { gt: now } }
  if (state === 'active') return { endedAt: null, startsAt: { lte: now }, OR: open }
  return { OR: [{ endedAt: { not: null } }, { endsAt: { lte: now } }] }
}
