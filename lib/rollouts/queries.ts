import type { ResolvedOperation } from '@/lib/core/operation/types'
import type { RolloutState, TargetState } from '@/lib/core/rollout/states'
import { readCursor, writeCursor } from '@/lib/server/cursor'
import { found } from '@/lib/server/errors'
import type { PrismaClient } from '@/lib/server/generated/prisma/client'
import type { Page, RolloutSummaryDto, TargetDto } from './dto'
import { rolloutIdOf } from './rollout-id'
import { rolloutSummary, summaryInclude } from './summary'
import { targetDto } from './target-dto'

/** What narrows a list of rollouts; all of it must fit. */
interface RolloutFilter {
  states?: readonly RolloutState[] | undefined
  operation?: string | undefined
  policy?: string | undefined
  launchedBy?: string | undefined
  /** Words that the title holds, in any case. */
  title?: string | undefined
}

/** Lists rollouts, newest first, a page at a time. */
export async function listRollouts(
  prisma: PrismaClient,
  { limit, cursor, ...filter }: RolloutFilter & { limit: number; cursor?: string | undefined },
): Promise<Page<RolloutSummaryDto>> {
  const [before] = cursor === undefined ? [] : readCursor(cursor, 1)
  const { states, operation, policy, launchedBy, title } = filter
  const rows = await prisma.rollout.findMany({
    where: {
      ...(states && states.length > 0 && { state: { in: [...states] } }),
      ...(operation !== undefined && { operationRevision: { operation: { name: operation } } }),
      ...(policy !== undefined && { policyRevision: { policy: { name: policy } } }),
      ...(launchedBy !== undefined && { launchedBy: { username: launchedBy } }),
      ...(title !== undefined && { title: { contains: literal(title), mode: 'insensitive' } }),
      ...(before !== undefined && { id: { lt: Number(before) } }),
    },
    include: summaryInclude,
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  return pageOf(rows, limit, rolloutSummary, (row) => [row.id])
}

/** Prisma leaves the wildcards of LIKE as they are. */
const literal = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&')

/** Lists the targets of a rollout in their order, a page at a time; refuses an unknown rollout or phase. */
export async function listTargets(
  prisma: PrismaClient,
  {
    rollout,
    phase,
    states,
    limit,
    cursor,
  }: {
    rollout: string
    phase?: string
    states?: readonly TargetState[]
    limit: number
    cursor?: string
  },
): Promise<Page<TargetDto>> {
  const phases = await phasesOf(prisma, rollout)
  const index =
    phase === undefined
      ? undefined
      : found(
          phases.find((one) => one.id === phase),
          'phase',
          phase,
        ).index
  const [afterPhase, afterPosition] = cursor === undefined ? [] : readCursor(cursor, 2).map(Number)
  const rows = await prisma.target.findMany({
    where: {
      rolloutId: rolloutIdOf(rollout),
      ...(index !== undefined && { phaseIndex: index }),
      ...(states && states.length > 0 && { state: { in: [...states] } }),
      ...(afterPhase !== undefined &&
        afterPosition !== undefined && {
          OR: [
            { phaseIndex: { gt: afterPhase } },
            { phaseIndex: afterPhase, position: { gt: afterPosition } },
          ],
        }),
    },
    orderBy: [{ phaseIndex: 'asc' }, { position: 'asc' }],
    take: limit + 1,
  })
  const { operation } = found(
    await prisma.rollout.findUnique({ where: { id: rolloutIdOf(rollout) }, select: { operation: true } }),
    'rollout',
    rollout,
  )
  const ids = new Map(phases.map((one) => [one.index, one.id]))
  return pageOf(
    rows,
    limit,
    (row) => targetDto(row, ids.get(row.phaseIndex) ?? '', operation as unknown as ResolvedOperation),
    (row) => [row.phaseIndex, row.position],
  )
}

async function phasesOf(prisma: PrismaClient, rollout: string): Promise<{ index: number; id: string }[]> {
  const rolloutId = rolloutIdOf(rollout)
  const phases = await prisma.phase.findMany({ where: { rolloutId }, select: { index: true, id: true } })
  if (phases.length === 0) {
    found(
      await prisma.rollout.findUnique({ where: { id: rolloutId }, select: { id: true } }),
      'rollout',
      rollout,
    )
  }
  return phases
}

function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Item,
  placeOf: (row: Row) => (string | number)[],
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { items: shown.map(show), nextCursor: last ? writeCursor(placeOf(last)) : null }
}
