import type { Sql } from '@/lib/server/sql'
import type { GroupRef } from './place-tickets'

/** A cluster that takes a place. */
export interface Charge extends GroupRef {
  readonly clusterId: number
  readonly cluster: string
  readonly rollout: number
  readonly since: Date
  /** Why its last target failed; null = it is not broken. */
  readonly broken: string | null
  readonly inFlight: boolean
}

const columns = `c.budget_id AS budget, c.group_key AS "group", c.cluster_id AS "clusterId", k.name AS cluster,
  c.rollout_id AS rollout, c.since, b.reason AS broken, l.cluster_id IS NOT NULL AS "inFlight"`
const tables = `disruption_charge c JOIN cluster k ON k.id = c.cluster_id
  LEFT JOIN broken_cluster b ON b.cluster_id = c.cluster_id LEFT JOIN lease l ON l.cluster_id = c.cluster_id`

/** Loads who takes the places of groups, and the places that certain clusters have in any group. */
export async function loadCharges(
  sql: Sql,
  groups: readonly GroupRef[],
  clusterIds: readonly number[],
): Promise<Charge[]> {
  return sql.query<Charge>(
    `SELECT ${columns} FROM ${tables}
     WHERE (c.budget_id, c.group_key) IN (SELECT * FROM unnest($1::int[], $2::text[]))
       OR c.cluster_id = ANY($3::int[]) ORDER BY c.since, c.cluster_id`,
    [groups.map(({ budget }) => budget), groups.map(({ group }) => group), clusterIds],
  )
}

/** Loads every place that is taken. */
export const loadAllCharges = (sql: Sql): Promise<Charge[]> =>
  sql.query<Charge>(`SELECT ${columns} FROM ${tables} ORDER BY c.since, c.cluster_id`)

const namedMax = 5

/** Names the clusters that take places, each with why: `kafka-17 (rollout 4), kafka-22 (failed)`. */
export function nameCharges(charges: readonly Charge[]): string {
  const some = charges.slice(0, namedMax).map(({ cluster, rollout, broken, inFlight }) => {
    const why = inFlight ? `rollout ${rollout}` : (broken?.replaceAll('_', ' ') ?? `rollout ${rollout}`)
    return `${cluster} (${why})`
  })
  const more = charges.length - some.length
  return more > 0 ? `${some.join(', ')} and ${more} more` : some.join(', ')
}

/** Finds which of some clusters take a place, or are broken. */
export async function disturbedClusters(sql: Sql, clusterIds: readonly number[]): Promise<Set<number>> {
  const rows = await sql.query<{ id: number }>(
    `SELECT cluster_id AS id FROM disruption_charge WHERE cluster_id = ANY($1::int[])
     UNION SELECT cluster_id FROM broken_cluster WHERE cluster_id = ANY($1::int[])`,
    [clusterIds],
  )
  return new Set(rows.map(({ id }) => id))
}
