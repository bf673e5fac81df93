import { settableFacts } from '@/lib/core/rollout/restore'
import { versionSortKey } from '@/lib/core/shared/version'
import type { ClusterRestore, Parts } from './parts'

/**
 * The part of a turn's statement that restores facts of clusters: each only where it still is what the rollout
 * had set, judged in the same instant in which it is written.
 */
export function restorePart({ param, ctes }: Parts, restores: readonly ClusterRestore[], now: number): void {
  const rows = restores.map(({ id, restoration: { facts, labels } }) => {
    const row: Record<string, unknown> = { id, labels }
    for (const name of settableFacts) {
      row[`${name}_set`] = facts[name]?.set ?? null
      row[`${name}_back`] = facts[name]?.back ?? null
    }
    const version = facts.version?.back ?? null
    row.version_sort = version === null ? null : versionSortKey(version)
    return row
  })
  const columns = settableFacts.flatMap((name) => [`${name}_set text`, `${name}_back text`])
  const sets = settableFacts.map(
    (name) =>
      `${name} = CASE WHEN cluster.${name} = u.${name}_set THEN u.${name}_back ELSE cluster.${name} END`,
  )
  ctes.push(`v AS (UPDATE cluster SET ${sets.join(', ')},
       version_sort = CASE WHEN cluster.version = u.version_set THEN u.version_sort ELSE cluster.version_sort END,
       labels = (SELECT (cluster.labels - coalesce(array_agg(x.key), '{}'::text[]))
           || coalesce(jsonb_object_agg(x.key, x.back) FILTER (WHERE x.back IS NOT NULL), '{}'::jsonb)
         FROM jsonb_to_recordset(u.labels) AS x (key text, "set" text, back text)
         WHERE cluster.labels ->> x.key = x."set"),
       updated_at = ${param(new Date(now))}::timestamptz
     FROM jsonb_to_recordset(${param(JSON.stringify(rows))}::jsonb)
       AS u (id int, labels jsonb, version_sort text, ${columns.join(', ')}), r
     WHERE cluster.id = u.id)`)
}
