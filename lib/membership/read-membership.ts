import type pg from 'pg'
import { type ClusterRow, clusterColumns, clusterFacts } from '@/lib/clusters/load'
import type { ResolvedOperation } from '@/lib/core/operation/types'
import { createEligibility, validSelector } from '@/lib/core/plan/eligibility'
import { driftOf } from '@/lib/core/rollout/drift'
import type { PlannedFacts } from '@/lib/core/rollout/model'
import { compileSelector } from '@/lib/core/selector/evaluate'
import { selectorToSql } from '@/lib/core/selector/sql'
import type { JsonObject } from '@/lib/core/shared/json'
import { rolloutIdOf } from '@/lib/rollouts/rollout-id'
import { found } from '@/lib/server/errors'
import { type Sql, transaction } from '@/lib/server/sql'
import type { MembershipDto } from './dto'

/** Clusters listed by name, of each kind; the counts have them all. */
const listedMax = 100
/** Characters that a follow-up's list of names may have; a selection may have 10,000. */
const selectMax = 9_900

interface Launched {
  operation: ResolvedOperation
  params: JsonObject
  select: string
  exclude: string | null
}

/**
 * Reads how the fleet has moved since a rollout was launched: members that were relabelled or removed, and
 * clusters that it would take if it were launched today.
 * @throws AppError `not_found`
 */
export function readMembership(pool: pg.Pool, rollout: string): Promise<MembershipDto> {
  const id = rolloutIdOf(rollout)
  return transaction(
    pool,
    async (tx) => {
      const [row] = await tx.query<Launched>(
        'SELECT operation, params, "select", exclude FROM rollout WHERE id = $1',
        [id],
      )
      const launched = found(row, 'rollout', rollout)
      const drifted = await readDrifted(tx, id, launched)
      const gone = await readGone(tx, id)
      const added = await readAdded(tx, id, launched)
      return {
        driftedCount: drifted.length,
        drifted: drifted.slice(0, listedMax),
        goneCount: gone.length,
        gone: gone.slice(0, listedMax),
        addedCount: added.length,
        added: added.slice(0, listedMax),
        followUp: followUpOf(added),
      }
    },
    { readOnly: true },
  )
}

async function readDrifted(tx: Sql, id: number, { operation }: Launched): Promise<MembershipDto['drifted']> {
  const rows = await tx.query<ClusterRow & { phase: string; facts: PlannedFacts }>(
    `SELECT ${clusterColumns}, p.id AS phase, t.facts FROM target t
     JOIN phase p ON p.rollout_id = t.rollout_id AND p.index = t.phase_index
     JOIN cluster c ON c.id = t.cluster_id
     WHERE t.rollout_id = $1 AND (t.facts->'labels' <> c.labels
       OR (t.facts->>'kind', t.facts->>'provider', t.facts->>'region', t.facts->>'environment', t.facts->>'tier')
       IS DISTINCT FROM (c.kind, c.provider, c.region, c.environment, c.tier))
     ORDER BY t.cluster COLLATE "C"`,
    [id],
  )
  return rows.flatMap(({ phase, facts, ...cluster }) => {
    const changed = driftOf(facts, clusterFacts(cluster), operation)
    return changed.length === 0 ? [] : [{ cluster: cluster.name, phase, changed }]
  })
}

async function readGone(tx: Sql, id: number): Promise<string[]> {
  const rows = await tx.query<{ cluster: string }>(
    `SELECT t.cluster FROM target t WHERE t.rollout_id = $1
       AND NOT EXISTS (SELECT 1 FROM cluster c WHERE c.id = t.cluster_id)
     ORDER BY t.cluster COLLATE "C"`,
    [id],
  )
  return rows.map(({ cluster }) => cluster)
}

/** Clusters that match today and were left out by nobody at the launch, for which there is something to do. */
async function readAdded(tx: Sql, id: number, { operation, params, select, exclude }: Launched) {
  const where = selectorToSql(validSelector(select), { alias: 'c', firstParam: 2 })
  const rows = await tx.query<ClusterRow>(
    `WITH left_out AS MATERIALIZED (
       SELECT e->>'cluster' AS name FROM rollout r, jsonb_array_elements(r.excluded) e WHERE r.id = $1
     )
     SELECT ${clusterColumns} FROM cluster c
     WHERE (${where.text})
       AND NOT EXISTS (SELECT 1 FROM target t WHERE t.rollout_id = $1 AND t.cluster_id = c.id)
       AND NOT EXISTS (SELECT 1 FROM left_out l WHERE l.name = c.name)
     ORDER BY c.name COLLATE "C"`,
    [id, ...where.values],
  )
  const isExcluded = exclude === null ? () => false : compileSelector(validSelector(exclude))
  const { judge } = createEligibility({ operation, params }, isExcluded)
  return rows.map(clusterFacts).flatMap((cluster) => (judge(cluster) === undefined ? [cluster.name] : []))
}

/** By name, so that nothing is done twice where an operation cannot tell whether it is done. */
function followUpOf(added: readonly string[]): MembershipDto['followUp'] {
  let list = ''
  let count = 0
  for (const name of added) {
    const longer = count === 0 ? JSON.stringify(name) : `${list}, ${JSON.stringify(name)}`
    if (longer.length > selectMax) break
    list = longer
    count += 1
  }
  return count === 0 ? null : { select: `cluster.name in [${list}]`, count }
}
