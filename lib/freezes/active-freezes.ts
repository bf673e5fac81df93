import { type FreezeSchedule, frozenAt } from '@/lib/core/freeze/schedule'
import type { ActiveFreeze } from '@/lib/core/rollout/judge'
import { compileSelector } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
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
    .map(({ row: { id, title, select, reason }, endsAt }) => {
      const parsed = parseSelector(select)
      const matches = parsed.ok ? compileSelector(parsed.value) : () => true
      return { id, title, reason, endsAt, matches }
    })
}

const scheduleOf = ({ starts_at, ends_at, recurrence }: FreezeRow): FreezeSchedule => ({
  startsAt: starts_at.getTime(),
  endsAt: ends_at?.getTime() ?? null,
  recurrence,
})
