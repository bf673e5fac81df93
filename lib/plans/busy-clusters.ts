import type { Sql } from '@/lib/server/sql'

/** A rollout under way, with the clusters that it has still before it or in its hands. */
export interface BusyRolloutDto {
  rollout: string
  title: string
  waiting: string[]
  inFlight: string[]
}

/** Lists which clusters the rollouts under way still want, oldest rollout first. */
export async function listBusyClusters(sql: Sql): Promise<BusyRolloutDto[]> {
  return sql.query<BusyRolloutDto>(
    `SELECT r.id::text AS rollout, r.title,
       coalesce(array_agg(t.cluster) FILTER (WHERE t.state = 'pending'), '{}') AS waiting,
       coalesce(array_agg(t.cluster) FILTER (WHERE t.state <> 'pending'), '{}') AS "inFlight"
     FROM rollout r JOIN target t ON t.rollout_id = r.id
     WHERE r.state IN ('running', 'paused', 'aborting', 'rolling_back')
       AND t.state IN ('pending', 'applying', 'verifying', 'reverting')
     GROUP BY r.id ORDER BY r.id LIMIT 50`,
  )
}
