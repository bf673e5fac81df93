import type pg from 'pg'

/** Which process carries a rollout, and by which take-over. */
export interface Carriage {
  readonly pid: number
  readonly fence: number
}

/** Asks the database who carries a rollout now; undefined = nobody. */
export async function carriageOf(pool: pg.Pool, rollout: string): Promise<Carriage | undefined> {
  const { rows } = await pool.query<Carriage>(
    `SELECT w.pid, r.fence FROM rollout r JOIN worker_heartbeat w ON w.id = r.lease_owner
     WHERE r.id = $1 AND r.lease_until > now()`,
    [Number(rollout)],
  )
  return rows[0]
}
