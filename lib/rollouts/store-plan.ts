import { makeGates } from '@/lib/core/rollout/make-gates'
import type { PlannedFacts } from '@/lib/core/rollout/model'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { PreparedPlan } from '@/lib/plans/prepare-plan'
import type { Sql } from '@/lib/server/sql'

/** What a rollout is called and who made it, beside its plan. */
export interface NewRollout {
  title: string
  reason: string | null
  launchedById: number
  idempotencyKey: string | null
  requestHash: string | null
  now: Date
}

/** Targets of one INSERT: few round trips, far below the statement's time limit. */
const batchSize = 10_000

/**
 * Writes a plan as a draft rollout: the row, its phases and gates, and a target per planned cluster with its
 * facts as of now. Answers the new id; everything it needs is frozen in it.
 */
export async function storePlan(tx: Sql, prepared: PreparedPlan, fresh: NewRollout): Promise<number> {
  const { plan, operation, policy } = prepared
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO rollout (title, reason, state, operation_revision_id, policy_revision_id, operation, policy, params,
       "select", exclude, plan_hash, warnings, excluded, launched_by_id, idempotency_key, request_hash, created_at)
     VALUES ($1, $2, 'draft', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING id`,
    [
      fresh.title,
      fresh.reason,
      operation.revisionId,
      policy.stored?.revisionId ?? null,
      JSON.stringify(plan.operation),
      JSON.stringify(plan.policy),
      JSON.stringify(plan.params),
      plan.select,
      plan.exclude === null ? null : String(plan.exclude),
      plan.hash,
      JSON.stringify(plan.warnings),
      JSON.stringify(plan.excluded.map(({ cluster, reason, detail }) => ({ cluster, reason, detail }))),
      fresh.launchedById,
      fresh.idempotencyKey,
      fresh.requestHash,
      fresh.now,
    ],
  )
  const id = (row as { id: number }).id
  await storePhases(tx, id, prepared)
  await storeGates(tx, id, prepared)
  await storeGuards(tx, id, prepared)
  await storeTargets(tx, id, prepared)
  return id
}

async function storePhases(tx: Sql, rolloutId: number, { plan }: PreparedPlan): Promise<void> {
  const rows = plan.phases.map(({ id, title, targets }, index) => ({
    index,
    id,
    title,
    total: targets.length,
  }))
  await tx.query(
    `INSERT INTO phase (rollout_id, index, id, title, total, pending)
     SELECT $1, index, id, title, total, total
     FROM jsonb_to_recordset($2::jsonb) AS p (index int, id text, title text, total int)`,
    [rolloutId, JSON.stringify(rows)],
  )
}

async function storeGates(tx: Sql, rolloutId: number, { plan }: PreparedPlan): Promise<void> {
  const rows = makeGates(plan.policy).map(({ id, phase, place, spec }) => ({ id, phase, place, spec }))
  await tx.query(
    `INSERT INTO gate (rollout_id, id, phase_index, place, type, spec)
     SELECT $1, id, phase, place, spec->>'type', spec
     FROM jsonb_to_recordset($2::jsonb) AS g (id text, phase int, place text, spec jsonb)`,
    [rolloutId, JSON.stringify(rows)],
  )
}

async function storeGuards(tx: Sql, rolloutId: number, { plan }: PreparedPlan): Promise<void> {
  const names = plan.policy.guards.map(({ name }) => name)
  if (names.length === 0) return
  await tx.query(
    `INSERT INTO guard (rollout_id, index, name)
     SELECT $1, n - 1, name FROM unnest($2::text[]) WITH ORDINALITY AS g (name, n)`,
    [rolloutId, names],
  )
}

async function storeTargets(tx: Sql, rolloutId: number, { plan, fleet }: PreparedPlan): Promise<void> {
  const rows = plan.phases.flatMap(({ targets }, phase) =>
    targets.map(({ clusterId, cluster, position }) => ({
      phase,
      position: position - 1,
      cluster_id: clusterId,
      cluster,
      facts: plannedFacts(fleet.get(cluster)),
    })),
  )
  for (let i = 0; i < rows.length; i += batchSize) {
    await tx.query(
      `INSERT INTO target (rollout_id, phase_index, position, cluster_id, cluster, facts)
       SELECT $1, phase, position, cluster_id, cluster, facts
       FROM jsonb_to_recordset($2::jsonb)
         AS t (phase int, position int, cluster_id int, cluster text, facts jsonb)
       ORDER BY phase, position`,
      [rolloutId, JSON.stringify(rows.slice(i, i + batchSize))],
    )
  }
}

function plannedFacts(cluster: ClusterFacts | undefined): PlannedFacts {
  if (!cluster) throw new Error('a planned cluster is not in the fleet it was planned over')
  const { kind, provider, region, environment, tier, version, weight, labels } = cluster
  return { kind, provider, region, environment, tier, version, weight, labels }
}
