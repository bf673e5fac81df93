import type { Sql } from '@/lib/server/sql'
import type { SpansDto } from '@/lib/stream/spans'

interface SpanRow {
  seq: number
  target: number
  step: string
  started: number
  finished: number
  outcome: string
}

/** Reads the attempts that ended after the event `after`, in the order in which they ended. */
export async function readSpans(
  sql: Sql,
  rolloutId: number,
  after: number,
  limit: number,
): Promise<SpansDto> {
  const rows = await sql.query<SpanRow>(
    `SELECT a.seq, o.ordinal AS target, a.step, a.outcome,
            extract(epoch FROM a.started_at)::float8 * 1000 AS started,
            extract(epoch FROM a.finished_at)::float8 * 1000 AS finished
       FROM attempt a
       JOIN (SELECT id, (row_number() OVER (ORDER BY phase_index, position) - 1)::int AS ordinal
               FROM target WHERE rollout_id = $1) o ON o.id = a.target_id
      WHERE a.rollout_id = $1 AND a.seq > $2 ORDER BY a.seq LIMIT $3`,
    [rolloutId, after, limit],
  )
  return {
    last: rows.at(-1)?.seq ?? after,
    more: rows.length === limit,
    target: rows.map((row) => row.target),
    step: rows.map((row) => row.step),
    startedAt: rows.map((row) => Math.round(row.started)),
    finishedAt: rows.map((row) => Math.round(row.finished)),
    outcome: rows.map((row) => row.outcome),
  }
}
