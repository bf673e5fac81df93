import type { Sql } from '@/lib/server/sql'

/** A cluster that a rollout is at work on now. */
export interface InFlightDto {
  cluster: string
  rollout: string
}

/** Lists the clusters that rollouts are at work on now, of all rollouts; at most 10,000. */
export const listInFlight = (sql: Sql): Promise<InFlightDto[]> =>
  sql.query<InFlightDto>(
    `SELECT c.name AS cluster, l.rollout_id::text AS rollout FROM lease l JOIN cluster c ON c.id = l.cluster_id
     ORDER BY c.id LIMIT 10000`,
  )
