import type { Turn } from '@/lib/core/rollout/state'
import { integers, texts } from '../array-literal'
import type { Parts, WriteOptions } from './parts'

/**
 * Takes places of disruption budgets for clusters that start, in the statement that makes the start durable. If
 * there is no place, `claim_places` fails (SQLSTATE CU001), and with it the whole statement: nothing is written.
 */
export function claimPart({ param, ctes, from }: Parts, { claims }: Turn, { now }: WriteOptions): void {
  const rows = claims.flatMap(({ target, needs }) =>
    needs.map((need) => ({ ...need, cluster: target.clusterId })),
  )
  const columns = [
    `${param(integers(rows, ({ cluster }) => cluster))}::int[]`,
    `${param(integers(rows, ({ budget }) => budget))}::int[]`,
    `${param(texts(rows, ({ group }) => group))}::text[]`,
    `${param(integers(rows, ({ max }) => max))}::int[]`,
  ]
  const at = `to_timestamp(${param(now)}::float8 / 1000)`
  ctes.push(`k AS (SELECT claim_places(r.id, ${at}, ${columns.join(', ')}) AS claimed FROM r)`)
  // A part that only reads is carried out if somebody asks for its rows.
  from.push('k')
}

/** Notes clusters whose target failed as broken: they keep their places, also in budgets that are made later. */
export function breakPart({ param, ctes }: Parts, { freed }: Turn, { now }: WriteOptions): void {
  const broken = freed.filter(({ state }) => state === 'failed' || state === 'revert_failed')
  if (broken.length === 0) return
  const columns = [
    `${param(integers(broken, ({ clusterId }) => clusterId))}::int[]`,
    `${param(texts(broken, ({ state, reason }) => (state === 'failed' ? (reason ?? state) : state)))}::text[]`,
    `${param(texts(broken, ({ message }) => message))}::text[]`,
  ]
  ctes.push(
    `b AS (INSERT INTO broken_cluster (cluster_id, rollout_id, reason, message, since)
     SELECT c.id, r.id, u.reason, u.message, to_timestamp(${param(now)}::float8 / 1000)
     FROM unnest(${columns.join(', ')}) AS u (cluster_id, reason, message) JOIN cluster c ON c.id = u.cluster_id, r
     ON CONFLICT (cluster_id) DO UPDATE SET rollout_id = excluded.rollout_id, reason = excluded.reason,
       message = excluded.message, since = excluded.since)`,
  )
}

/**
 * Gives places free: of clusters that are healthy now, whatever was with them before; of others that come to rest
 * (a start that was cancelled) unless they are still broken from before.
 */
export function releasePart({ param, ctes }: Parts, { freed }: Turn, { disturbing }: WriteOptions): void {
  const concerned = freed.filter(({ id }) => disturbing === undefined || disturbing.has(id))
  const healthy = concerned.filter(({ state }) => state === 'succeeded' || state === 'reverted')
  const others = concerned.filter(({ state }) => state === 'cancelled' || state === 'skipped')
  if (healthy.length > 0) {
    const ids = `${param(integers(healthy, ({ clusterId }) => clusterId))}::int[]`
    ctes.push(
      `h AS (DELETE FROM broken_cluster USING unnest(${ids}) AS u (id), r WHERE cluster_id = u.id)`,
      `hc AS (DELETE FROM disruption_charge USING unnest(${ids}) AS u (id), r WHERE cluster_id = u.id)`,
    )
  }
  if (others.length > 0) {
    const ids = `${param(integers(others, ({ clusterId }) => clusterId))}::int[]`
    ctes.push(
      `oc AS (DELETE FROM disruption_charge USING unnest(${ids}) AS u (id), r WHERE cluster_id = u.id
       AND NOT EXISTS (SELECT 1 FROM broken_cluster b WHERE b.cluster_id = u.id))`,
    )
  }
}
