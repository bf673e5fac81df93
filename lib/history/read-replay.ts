import type { Sql } from '@/lib/server/sql'
import type { ReplayDto } from './dto'
import { movingTypes, replayCodeOf } from './replay-code'

interface EventRow {
  seq: number
  at: number
  type: string
  phase: string | null
  target: number | null
}

/** Reads a page of a rollout's event log as a replay needs it, in order. */
export async function readReplay(
  sql: Sql,
  rolloutId: number,
  after: number,
  limit: number,
): Promise<ReplayDto> {
  const rows = await sql.query<EventRow>(
    `SELECT e.seq, extract(epoch FROM e.at)::float8 * 1000 AS at, e.type, e.phase, o.ordinal AS target
       FROM event e
       LEFT JOIN (SELECT id, (row_number() OVER (ORDER BY phase_index, position) - 1)::int AS ordinal
                    FROM target WHERE rollout_id = $1) o ON o.id = e.target_id
      WHERE e.rollout_id = $1 AND e.seq > $2 AND (e.target_id IS NULL OR e.type = ANY ($4::text[]))
      ORDER BY e.seq LIMIT $3`,
    [rolloutId, after, limit, movingTypes],
  )
  const replay: ReplayDto = {
    last: rows.at(-1)?.seq ?? after,
    more: rows.length === limit,
    target: [],
    at: [],
    code: [],
    marks: [],
  }
  for (const { seq, at, type, phase, target } of rows) {
    const code = replayCodeOf(type)
    if (target === null) replay.marks.push({ seq, at: Math.round(at), type, phase })
    else if (code !== null) {
      replay.target.push(target)
      replay.at.push(Math.round(at))
      replay.code.push(code)
    }
  }
  return replay
}
