import type { TargetState } from '@/lib/core/rollout/states'
import { getRollout } from '@/lib/rollouts/get-rollout'
import type { Services } from '@/lib/server/mutation'
import { poolSql, type Sql } from '@/lib/server/sql'
import type { ComparedDto, ComparisonDto } from './dto'

const shownMax = 200

/** Lays two rollouts side by side: how each went, and which clusters ended otherwise. Refuses with `not_found`. */
export async function compareRollouts(
  services: Services,
  left: string,
  right: string,
): Promise<ComparisonDto> {
  const sql = poolSql(services.pool)
  const [one, other] = await Promise.all([compared(services, sql, left), compared(services, sql, right)])
  const ids = [Number(one.rollout.id), Number(other.rollout.id)]
  const [counts] = await sql.query<{ shared: number; differing: number }>(
    `SELECT count(*)::int AS shared, count(*) FILTER (WHERE ${endedOtherwise})::int AS differing ${both}`,
    ids,
  )
  const differing = await sql.query<{
    cluster: string
    left: TargetState
    right: TargetState
    message: string | null
  }>(
    `SELECT a.cluster, a.state AS left, b.state AS right, coalesce(b.message, a.message) AS message ${both}
       AND ${endedOtherwise} ORDER BY a.cluster LIMIT ${shownMax}`,
    ids,
  )
  return {
    left: one,
    right: other,
    shared: counts?.shared ?? 0,
    differing,
    differingCount: counts?.differing ?? 0,
  }
}

/** What is still to come in one of them has not ended otherwise. */
const rest = `('succeeded', 'failed', 'skipped', 'cancelled', 'reverted', 'revert_failed')`
const endedOtherwise = `a.state <> b.state AND a.state IN ${rest} AND b.state IN ${rest}`

const both = `FROM target a JOIN target b ON b.cluster_id = a.cluster_id
  WHERE a.rollout_id = $1 AND b.rollout_id = $2`

async function compared(services: Services, sql: Sql, id: string): Promise<ComparedDto> {
  const rollout = await getRollout(services, id)
  const [row] = await sql.query<{ p50: number | null; p90: number | null; retried: number }>(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS p50,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY ms) AS p90,
       (SELECT count(*)::int FROM (SELECT FROM attempt WHERE rollout_id = $1 AND step = 'apply'
         GROUP BY target_id HAVING count(*) > 1) AS again) AS retried
     FROM (SELECT extract(epoch FROM finished_at - started_at)::float8 * 1000 AS ms FROM target
            WHERE rollout_id = $1 AND started_at IS NOT NULL AND finished_at IS NOT NULL) AS took`,
    [Number(id)],
  )
  return {
    rollout,
    durationP50Ms: row?.p50 ?? null,
    durationP90Ms: row?.p90 ?? null,
    retried: row?.retried ?? 0,
  }
}
