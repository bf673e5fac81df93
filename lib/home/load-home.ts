import { listFreezes } from '@/lib/freezes/queries'
import { getRollout } from '@/lib/rollouts/get-rollout'
import type { PrismaClient } from '@/lib/server/generated/prisma/client'
import type { Services } from '@/lib/server/mutation'
import { poolSql, type Sql } from '@/lib/server/sql'
import type { DayFailuresDto, HomeDto } from './dto'
import { heldItems, upcomingItems } from './home-items'

/** More than these are not shown on one page; the list of rollouts has them all. */
const rolloutsMax = 30

/** Reads what holds the rollouts under way, what the next day brings, and the failures of the last. */
export async function loadHome(services: Services & { prisma: PrismaClient }): Promise<HomeDto> {
  const sql = poolSql(services.pool)
  const now = services.now()
  const [active, running, upcoming, failures] = await Promise.all([
    sql.query<{ id: number }>(
      `SELECT id FROM rollout WHERE state IN ('running', 'paused', 'aborting', 'rolling_back')
         OR (state = 'draft' AND start_at IS NOT NULL)
       ORDER BY id DESC LIMIT ${rolloutsMax}`,
    ),
    listFreezes(services.prisma, now, 'active'),
    listFreezes(services.prisma, now, 'upcoming'),
    dayFailures(sql, now),
  ])
  const rollouts = await Promise.all(active.map(({ id }) => getRollout(services, String(id))))
  return {
    held: heldItems(rollouts),
    upcoming: upcomingItems(rollouts, [...running, ...upcoming], now),
    failures,
  }
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
