import type pg from 'pg'
import type { EventDto } from '@/lib/rollouts/dto'

interface EventRow {
  seq: number
  at: Date
  type: string
  phase: string | null
  cluster: string | null
  attempt: number | null
  actor: string
  data: Record<string, unknown> | null
}

/** Reads the events after a sequence number, in order, at most `limit` of them. */
export async function readEvents(
  pool: pg.Pool,
  rolloutId: number,
  after: number,
  limit: number,
): Promise<EventDto[]> {
  const found = await pool.query<EventRow>(
    `SELECT seq, at, type, phase, cluster, attempt, actor, data
       FROM event WHERE rollout_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
    [rolloutId, after, limit],
  )
  return found.rows.map((row) => ({
    seq: row.seq,
    at: row.at.toISOString(),
    type: row.type,
    rollout: String(rolloutId),
    phase: row.phase,
    target: row.cluster,
    attempt: row.attempt,
    actor: row.actor,
    data: row.data,
  }))
}
