import type { Sql } from '@/lib/server/sql'
import type { NoticeDto } from './dto'

interface NoticeRow {
  gate_id: string
  due_at: Date | null
  attempts: number
  told_at: Date | null
  error: string | null
}

/** Loads what outside systems were told of a rollout's webhook gates, each in its present round, by gate id. */
export async function loadNotices(sql: Sql, rolloutId: number): Promise<Map<string, NoticeDto>> {
  const rows = await sql.query<NoticeRow>(
    `SELECT n.gate_id, n.due_at, n.attempts, n.told_at, n.error FROM webhook_notice n
     JOIN gate g ON g.rollout_id = n.rollout_id AND g.id = n.gate_id AND g.round = n.round
     WHERE n.rollout_id = $1`,
    [rolloutId],
  )
  return new Map(
    rows.map(({ gate_id, due_at, attempts, told_at, error }) => [
      gate_id,
      {
        toldAt: told_at?.toISOString() ?? null,
        attempts,
        error,
        retryAt: due_at?.toISOString() ?? null,
      },
    ]),
  )
}
