import type { Sql } from '@/lib/server/sql'

/** The engine's time: the database's, so that all workers and leases agree whatever their machines think. */
export interface Clock {
  /** Epoch ms. */
  now(): number
  /** Compares with the database again. */
  sync(): Promise<void>
}

/** Makes a clock that follows the database's; until it has been synced it is this machine's. */
export function createClock(sql: Sql): Clock {
  let offset = 0
  return {
    now: () => Date.now() + offset,
    sync: async () => {
      const before = Date.now()
      const [row] = await sql.query<{ at: number }>(
        'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at',
      )
      const after = Date.now()
      // Half a second off is a slow answer rather than a wrong clock.
      if (row && after - before < 500) offset = Math.round(row.at - (before + after) / 2)
    },
  }
}
