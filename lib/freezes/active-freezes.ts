import { type FreezeSchedule, frozenAt } from '@/lib/core/freeze/schedule'
import type { ActiveFreeze } from '@/lib/core/rollout/judge'
import type { KnownFreeze } from '@/lib/core/rollout/timetable'
import { compileSelector } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { WeeklyWindow } from '@/lib/core/shared/weekly-window'
import type { Sql } from '@/lib/server/sql'

interface FreezeRow {
  id: number
  title: string
  select: string
  reason: string
  starts_at: Date
  ends_at: Date | null
  recurrence: WeeklyWindow | null
}

/**
 * Loads the freezes that hold now, the one that ends last first; without those that somebody has overridden for
 * the rollout. A selector that cannot be read freezes all.
 */
export async function activeFreezes(sql: Sql, rolloutId: number, now: number): Promise<ActiveFreeze[]> {
  const rows = await sql.query<FreezeRow>(
    `SELECT id, title, "select", reason, starts_at, ends_at, recurrence FROM "freeze" f
     WHERE starts_at <= $1 AND (ends_at IS NULL OR ends_at > $1) AND ended_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM freeze_override o WHERE o.freeze_id = f.id AND o.rollout_id = $2
         AND o.ended_at IS NULL AND o.expires_at > $1)`,
    [new Date(now), rolloutId],
  )
  return rows
    .flatMap((row) => {
      const holds = frozenAt(scheduleOf(row), now)
      return holds ? [{ row, endsAt: holds.until }] : []
    })
    .sort((a, b) => (b.endsAt ?? Number.POSITIVE_INFINITY) - (a.endsAt ?? Number.POSITIVE_INFINITY) || 0)
    .map(({ row, endsAt }) => {
      const { id, title, reason } = row
      return { id, title, reason, endsAt, matches: matcherOf(row) }
    })
}

/**
 * Loads the freezes that a cluster may still meet, those that are only announced as well, with until when somebody
 * has overridden them for the rollout.
 */
export async function knownFreezes(
  sql: Sql,
  rolloutId: number,
  cluster: ClusterFacts,
  now: number,
): Promise<KnownFreeze[]> {
  const rows = await sql.query<FreezeRow & { overridden_until: Date | null }>(
    `SELECT id, title, "select", reason, starts_at, ends_at, recurrence,
       (SELECT max(expires_at) FROM freeze_override o
        WHERE o.freeze_id = f.id AND o.rollout_id = $2 AND o.ended_at IS NULL) AS overridden_until
     FROM "freeze" f WHERE (ends_at IS NULL OR ends_at > $1) AND ended_at IS NULL ORDER BY id`,
    [new Date(now), rolloutId],
  )
  return rows
    .filter((row) => matcherOf(row)(cluster))
    .map((row) => ({
      title: row.title,
      schedule: scheduleOf(row),
      overriddenUntil: row.overridden_until?.getTime() ?? null,
    }))
}

function matcherOf({ select }: FreezeRow): ActiveFreeze['matches'] {
  const parsed = parseSelector(select)
  return parsed.ok ? compileSelector(parsed.value) : () => true
}

const scheduleOf = ({ starts_at, ends_at, recurrence }: FreezeRow): FreezeSchedule => ({
  startsAt: starts_at.getTime(),
  endsAt: ends_at?.getTime() ?? null,
  recurrence,
})
