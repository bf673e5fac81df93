import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type pg from 'pg'
import { isFinished, rolloutStates } from '@/lib/core/rollout/states'
import { writeAudit } from '@/lib/server/audit'
import { poolSql, type Sql, sqlState, transaction } from '@/lib/server/sql'
import { type Partition, partitions } from './partitions'
import { type EventRow, eventColumns } from './read-events'

/** Events in one compressed run: small enough to unpack for one page, large enough to compress well. */
const runEventsMax = 2_000
/** How long the log's writers may have to wait behind a partition that goes; then it is tried again later. */
const lockMs = 500

const finished = rolloutStates.filter(isFinished)
const zip = promisify(gzip)

/**
 * Moves the events of rollouts that finished before a moment into the archive, a whole partition at a time, and
 * drops the partition. Events are never deleted one by one: a partition goes only when the archive holds every
 * event of it and none of its rollouts has been opened again. Safe to be run twice, or to die at any point.
 */
export async function archiveEvents(pool: pg.Pool, before: Date): Promise<void> {
  const sql = poolSql(pool)
  for (const partition of await partitions(sql)) {
    if (!(await isOver(sql, partition, before))) continue
    for (const rollout of await rolloutsIn(sql, partition)) await archiveRollout(sql, partition, rollout)
    await transaction(pool, (tx) => dropArchived(tx, partition, before)).catch(unlessBusy)
  }
}

/** A partition that is being read or written cannot go now; it goes another time. */
function unlessBusy(error: unknown): void {
  if (sqlState(error) !== '55P03') throw error
}

/** Tells whether no new rollout can come into a partition, and all that are there ended before the moment. */
async function isOver(sql: Sql, { from, to }: Partition, before: Date): Promise<boolean> {
  const [row] = await sql.query<{ over: boolean }>(
    `SELECT (SELECT coalesce(max(id), 0) FROM rollout) >= $2 AND NOT EXISTS (
       SELECT 1 FROM rollout WHERE id >= $1 AND id < $2
         AND (state::text <> ALL($3::text[]) OR finished_at IS NULL OR finished_at >= $4)) AS over`,
    [from, to, finished, before],
  )
  return row?.over === true
}

async function rolloutsIn(sql: Sql, { table }: Partition): Promise<number[]> {
  const rows = await sql.query<{ rollout_id: number }>(`SELECT DISTINCT rollout_id FROM ${table} ORDER BY 1`)
  return rows.map(({ rollout_id }) => rollout_id)
}

async function archiveRollout(sql: Sql, { table }: Partition, rolloutId: number): Promise<void> {
  for (;;) {
    const rows = await sql.query<EventRow>(
      `SELECT ${eventColumns} FROM ${table} WHERE rollout_id = $1
         AND seq > (SELECT coalesce(max(to_seq), 0) FROM event_archive WHERE rollout_id = $1)
       ORDER BY seq LIMIT $2`,
      [rolloutId, runEventsMax],
    )
    const first = rows[0]
    const last = rows.at(-1)
    if (!first || !last) return
    await sql.query(
      `INSERT INTO event_archive (rollout_id, from_seq, to_seq, events) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [rolloutId, first.seq, last.seq, await zip(JSON.stringify(rows))],
    )
  }
}

/** Drops a partition if the archive holds all of it. */
async function dropArchived(tx: Sql, partition: Partition, before: Date): Promise<void> {
  const { table } = partition
  await tx.query(`SET LOCAL lock_timeout = ${lockMs}`)
  await tx.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`)
  if (!(await isOver(tx, partition, before))) return
  const [row] = await tx.query<{ events: number; archived: number }>(
    `SELECT (SELECT count(*) FROM ${table})::int AS events,
       (SELECT coalesce(sum(to_seq - from_seq + 1), 0) FROM event_archive
        WHERE rollout_id >= $1 AND rollout_id < $2)::int AS archived`,
    [partition.from, partition.to],
  )
  if (!row || row.events !== row.archived) return
  await tx.query(`DROP TABLE ${table}`)
  const object = { type: 'events', name: table }
  await writeAudit(tx, { kind: 'system', name: 'engine' }, 'events.archive', object, { events: row.events })
}
