import type { ClusterSet, Parts } from './parts'

/** What succeeded operations set on their clusters. */
export function clusterPart({ param, ctes }: Parts, sets: readonly ClusterSet[], now: number): void {
  const rows = sets.map(({ id, versionSort, ...facts }) => ({ id, version_sort: versionSort, ...facts }))
  const names = ['version', 'version_sort', 'environment', 'tier', 'region', 'provider']
  ctes.push(
    `c AS (UPDATE cluster SET ${names.map((name) => `${name} = coalesce(u.${name}, cluster.${name})`).join(', ')},
       labels = cluster.labels || coalesce(u.labels, '{}'::jsonb), updated_at = ${param(new Date(now))}::timestamptz
     FROM jsonb_to_recordset(${param(JSON.stringify(rows))}::jsonb)
       AS u (id int, ${names.map((name) => `${name} text`).join(', ')}, labels jsonb), r
     WHERE cluster.id = u.id)`,
  )
}
