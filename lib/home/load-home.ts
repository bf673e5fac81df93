import { listFreezes } from '@/lib/freezes/queries'
import type { RolloutDto } from '@/lib/rollouts/dto'
import type { PrismaClient } from '@/lib/server/generated/prisma/client'
import type { Services } from '@/lib/server/mutation'
import { poolSql, type Sql } from '@/lib/server/sql'
import { activeRollouts } from './active-rollouts'
import type { ActiveDto, DayFailuresDto, HomeDto } from './dto'
import { heldItems, upcomingItems } from './home-items'

/** Reads the rollouts under way, what holds them, what the next day brings, and the failures of the last. */
export async function loadHome(services: Services & { prisma: PrismaClient }): Promise<HomeDto> {
  const sql = poolSql(services.pool)
  const now = services.now()
  const [rollouts, running, upcoming, failures] = await Promise.all([
    activeRollouts(services),
    listFreezes(services.prisma, now, 'active'),
    listFreezes(services.prisma, now, 'upcoming'),
    dayFailures(sql, now),
  ])
  return {
    // One that is scheduled is for the next day's list.
    active: rollouts.filter(({ state }) => state !== 'draft').map(activeDto),
    held: heldItems(rollouts),
    upcoming: upcomingItems(rollouts, [...running, ...upcoming], now),
    failures,
  }
}

/** What a card shows: what is long and stands on the rollout's own page stays there. */
function activeDto({ waitingFor, params, phases, guards, ...rest }: RolloutDto): ActiveDto {
  return { ...rest, waits: waitingFor.map(({ message }) => message) }
}

const dayFailures = (sql: Sql, now: Date): Promise<DayFailuresDto[]> =>
  sql.query<DayFailuresDto>(
    `SELECT r.id::text AS rollout, r.title, sum(p.failed + p.revert_failed)::int AS failed,
       sum(p.total)::int AS total
     FROM rollout r JOIN phase p ON p.rollout_id = r.id
     WHERE r.started_at IS NOT NULL
       AND (r.finished_at IS NULL OR r.finished_at > $1::timestamptz - interval '24 hours')
     GROUP BY r.id HAVING sum(p.failed + p.revert_failed) > 0 ORDER BY failed DESC, r.id DESC LIMIT 10`,
    [now],
  )
