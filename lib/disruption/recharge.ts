import { type ClusterRow, clusterColumns, clusterFacts } from '@/lib/clusters/load'
import type { Sql } from '@/lib/server/sql'
import { groupKey } from './group'
import { type BudgetRow, budgetOf } from './load'

/**
 * Charges a budget with what is in flight or broken now, as if it had always been there. Every rollout has to be
 * unsettled before, in the same transaction, so that nothing starts between the count and the commit.
 */
export async function recharge(tx: Sql, row: BudgetRow, now: Date): Promise<void> {
  await tx.query('DELETE FROM disruption_charge WHERE budget_id = $1', [row.id])
  await tx.query('DELETE FROM disruption_ticket WHERE budget_id = $1', [row.id])
  const disturbed = await tx.query<ClusterRow & { rollout: number; since: Date }>(
    `SELECT ${clusterColumns}, coalesce(l.rollout_id, b.rollout_id) AS rollout,
       least(l.acquired_at, b.since) AS since
     FROM cluster c LEFT JOIN lease l ON l.cluster_id = c.id LEFT JOIN broken_cluster b ON b.cluster_id = c.id
     WHERE l.cluster_id IS NOT NULL OR b.cluster_id IS NOT NULL`,
  )
  const budget = budgetOf(row)
  const charged = disturbed.filter((one) => budget.matches(clusterFacts(one)))
  if (charged.length === 0) return
  await tx.query(
    `INSERT INTO disruption_charge (cluster_id, budget_id, group_key, rollout_id, since)
     SELECT u.cluster, $1, u.group_key, u.rollout, coalesce(u.since, $6)
     FROM unnest($2::int[], $3::text[], $4::int[], $5::timestamptz[]) AS u (cluster, group_key, rollout, since)`,
    [
      row.id,
      charged.map(({ id }) => id),
      charged.map((one) => groupKey(budget.by, clusterFacts(one))),
      charged.map(({ rollout }) => rollout),
      charged.map(({ since }) => since),
      now,
    ],
  )
}
