import os from 'node:os'
import type { Sql } from '@/lib/server/sql'

/** How often a worker shows that it lives, and after how long without that it is taken for dead. */
export const heartbeatMs = 1_000
export const deadAfterMs = 5_000

/** Shows that this worker lives. */
export async function beat(sql: Sql, workerId: string, poolId: string | null): Promise<void> {
  await sql.query(
    `INSERT INTO worker_heartbeat (id, pool_id, host, pid, started_at, seen_at)
     VALUES ($1, $2, $3, $4, now(), now())
     ON CONFLICT (id) DO UPDATE SET pool_id = excluded.pool_id, seen_at = now()`,
    [workerId, poolId, os.hostname(), process.pid],
  )
}

/** Says goodbye: this worker is not dead but gone. */
export async function leave(sql: Sql, workerId: string): Promise<void> {
  await sql.query('DELETE FROM worker_heartbeat WHERE id = $1', [workerId])
}

/**
 * Frees the jobs that dead workers had locked; without it they would stay so for four hours. A dead worker's row
 * is kept for a day, because whoever finds a process of it wants to know when it was last seen.
 */
export async function buryDead(sql: Sql): Promise<void> {
  await sql.query(
    `WITH dead AS (
       UPDATE worker_heartbeat SET pool_id = NULL
       WHERE pool_id IS NOT NULL AND seen_at < now() - $1 * interval '1 millisecond'
       RETURNING (SELECT old.pool_id FROM worker_heartbeat old WHERE old.id = worker_heartbeat.id) AS pool_id
     )
     SELECT graphile_worker.force_unlock_workers(array_agg(pool_id)) FROM dead HAVING count(*) > 0`,
    [deadAfterMs],
  )
  await sql.query(`DELETE FROM worker_heartbeat WHERE seen_at < now() - interval '1 day'`)
}

/** When a worker was seen last, epoch ms; null = there is no such worker. */
export async function seenAt(sql: Sql, workerId: string): Promise<number | null> {
  const [row] = await sql.query<{ seen_at: Date }>('SELECT seen_at FROM worker_heartbeat WHERE id = $1', [
    workerId,
  ])
  return row?.seen_at.getTime() ?? null
}
