import type { Turn } from '@/lib/core/rollout/state'
import { integers } from '../array-literal'
import type { Parts, WriteOptions } from './parts'

/** Clusters that are given free. */
export function freePart({ param, ctes }: Parts, { freed }: Turn): void {
  const ids = `${param(integers(freed, ({ id }) => id))}::bigint[]`
  const clusters = `${param(integers(freed, ({ clusterId }) => clusterId))}::int[]`
  ctes.push(
    `f AS (DELETE FROM lease USING unnest(${clusters}, ${ids}) AS u (cluster_id, target_id), r
     WHERE lease.cluster_id = u.cluster_id AND lease.target_id = u.target_id)`,
  )
}

/** A cluster that another rollout holds violates the key: the whole statement fails, and nothing was written. */
export function takePart({ param, ctes }: Parts, { taken }: Turn, { now }: WriteOptions): void {
  const ids = `${param(integers(taken, ({ id }) => id))}::bigint[]`
  const clusters = `${param(integers(taken, ({ clusterId }) => clusterId))}::int[]`
  ctes.push(
    `l AS (INSERT INTO lease (cluster_id, rollout_id, target_id, acquired_at)
     SELECT u.cluster_id, r.id, u.target_id, to_timestamp(${param(now)}::float8 / 1000)
     FROM unnest(${clusters}, ${ids}) AS u (cluster_id, target_id), r)`,
  )
}
