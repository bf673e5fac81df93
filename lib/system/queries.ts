import type { Sql } from '@/lib/server/sql'
import type { WorkerDto } from './dto'
import { workerSilentMsMax } from './silence'

/** Lists the worker processes that have been heard of, longest running first. */
export async function listWorkers(sql: Sql, now: Date): Promise<WorkerDto[]> {
  const rows = await sql.query<{
    id: string
    host: string
    pid: number
    startedAt: Date
    seenAt: Date
    rollouts: number
  }>(
    `SELECT w.id, w.host, w.pid, w.started_at AS "startedAt", w.seen_at AS "seenAt",
       (SELECT count(*)::int FROM rollout r WHERE r.lease_owner = w.id AND r.lease_until > $1) AS rollouts
     FROM worker_heartbeat w ORDER BY w.started_at, w.id`,
    [now],
  )
  return rows.map((row) => ({
    ...row,
    startedAt: row.startedAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
    alive: now.getTime() - row.seenAt.getTime() < workerSilentMsMax,
  }))
}
