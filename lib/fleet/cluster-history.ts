import type { RolloutState, TargetState } from '@/lib/core/rollout/states'
import type { Sql } from '@/lib/server/sql'

/** One rollout's work on one cluster. Instants are ISO 8601 in UTC. */
export interface ClusterHistoryItem {
  rollout: string
  title: string
  operation: string
  rolloutState: RolloutState
  state: TargetState
  reason: string | null
  message: string | null
  /** Version when the rollout was planned. */
  versionBefore: string | null
  startedAt: string | null
  finishedAt: string | null
  launchedAt: string
}

/** Lists the rollouts that a cluster is or was a target of, newest first; at most 100. */
export async function listClusterHistory(sql: Sql, clusterId: number): Promise<ClusterHistoryItem[]> {
  const rows = await sql.query<
    Omit<ClusterHistoryItem, 'startedAt' | 'finishedAt' | 'launchedAt' | 'rollout'> & {
      rollout: number
      startedAt: Date | null
      finishedAt: Date | null
      launchedAt: Date
    }
  >(
    `SELECT t.rollout_id AS rollout, r.title, r.operation->>'title' AS operation, r.state AS "rolloutState",
       t.state, t.reason, t.message, t.facts->>'version' AS "versionBefore",
       t.started_at AS "startedAt", t.finished_at AS "finishedAt", r.created_at AS "launchedAt"
     FROM target t JOIN rollout r ON r.id = t.rollout_id
     WHERE t.cluster_id = $1 ORDER BY t.rollout_id DESC LIMIT 100`,
    [clusterId],
  )
  return rows.map((row) => ({
    ...row,
    rollout: String(row.rollout),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    launchedAt: row.launchedAt.toISOString(),
  }))
}
