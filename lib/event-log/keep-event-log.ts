import type pg from 'pg'
import { poolSql } from '@/lib/server/sql'
import { archiveEvents } from './archive-events'
import { keepPartitions } from './partitions'

const dayMs = 86_400_000

/** Any number, the same for all workers: only one of them keeps the log at a time. */
const lockKey = 7_020_161_122

/**
 * Keeps the event log in shape: partitions for what is to come, and old ones into the archive.
 * @param archiveAfterDays how long the events of a finished rollout stay in the log; 0 = for ever
 */
export async function keepEventLog(pool: pg.Pool, now: Date, archiveAfterDays: number): Promise<void> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [
      lockKey,
    ])
    if (rows[0]?.mine !== true) return
    try {
      await keepPartitions(poolSql(pool))
      if (archiveAfterDays > 0) {
        await archiveEvents(pool, new Date(now.getTime() - archiveAfterDays * dayMs))
      }
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [lockKey])
    }
  } finally {
    client.release()
  }
}
