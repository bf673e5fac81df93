import type { Selector } from '@/lib/core/selector/ast'
import { selectorToSql } from '@/lib/core/selector/sql'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { Sql } from '@/lib/server/sql'
import { type ClusterRow, clusterColumns, clusterFacts } from './rows'

/** For loaders elsewhere that join clusters with tables of their own. */
export { type ClusterRow, clusterColumns, clusterFacts } from './rows'

/** Loads the facts of all clusters that a selector takes, ordered by name; null = the whole fleet. */
export async function loadClusters(
  sql: Sql,
  selector: Selector | null,
): Promise<(ClusterFacts & { id: number })[]> {
  const where = selector && selectorToSql(selector, { alias: 'c', firstParam: 1 })
  const rows = await sql.query<ClusterRow>(
    `SELECT ${clusterColumns} FROM cluster c ${where ? `WHERE ${where.text}` : ''} ORDER BY c.name COLLATE "C"`,
    where?.values ?? [],
  )
  return rows.map(clusterFacts)
}

/** Loads the facts of clusters by id, as they are now; deleted ones are missing in the answer. */
export async function loadClustersById(
  sql: Sql,
  ids: readonly number[],
): Promise<(ClusterFacts & { id: number })[]> {
  const rows = await sql.query<ClusterRow>(
    `SELECT ${clusterColumns} FROM cluster c WHERE c.id = ANY($1::int[])`,
    [ids],
  )
  return rows.map(clusterFacts)
}
