import { selectorToSql } from '@/lib/core/selector/sql'
import type { ClusterField } from '@/lib/core/shared/cluster-facts'
import { readCursor, writeCursor } from '@/lib/server/cursor'
import { found } from '@/lib/server/errors'
import type { Sql } from '@/lib/server/sql'
import type { ClusterDto, ClusterPage } from './dto'
import { readSelector } from './read-selector'
import { type ClusterRow, clusterColumns, clusterDto } from './rows'
import type { ListClusters } from './schemas'

type HeldRow = ClusterRow & { rollout_id: number | null }

const from = 'FROM cluster c LEFT JOIN lease l ON l.cluster_id = c.id'

/** What a sort compares; texts in the database's own order, versions by their sortable form. */
const sortExpressions = {
  name: 'c.name',
  kind: 'c.kind',
  provider: 'c.provider',
  region: 'c.region',
  environment: 'c.environment',
  tier: 'c.tier',
  version: `coalesce(c.version_sort, '') COLLATE "C"`,
  weight: 'c.weight',
} as const satisfies Record<ClusterField, string>

/**
 * Lists clusters a page at a time, by keyset: a page costs the same wherever it is, and clusters that come or
 * go meanwhile neither repeat nor hide others.
 *
 * @throws AppError `invalid` for a selector or cursor that cannot be read.
 */
export async function listClusters(sql: Sql, input: ListClusters): Promise<ClusterPage> {
  const descending = input.sort.startsWith('-')
  const expression = sortExpressions[input.sort.replace('-', '') as ClusterField]
  const { where, values } = filterOf(input)
  const conditions = [where]
  const total = input.cursor === undefined ? countClusters(sql, where, values) : Promise.resolve(null)
  const pageValues = [...values]
  if (input.cursor !== undefined) {
    pageValues.push(...readCursor(input.cursor, 2))
    const [at, name] = [pageValues.length - 1, pageValues.length]
    const cast = expression === 'c.weight' ? 'int' : 'text'
    conditions.push(`(${expression}, c.name) ${descending ? '<' : '>'} ($${at}::${cast}, $${name}::text)`)
  }
  const direction = descending ? 'DESC' : 'ASC'
  const rows = await sql.query<HeldRow & { place: string | number }>(
    `SELECT ${clusterColumns}, l.rollout_id, ${expression} AS place ${from}
     WHERE ${conditions.join(' AND ')} ORDER BY ${expression} ${direction}, c.name ${direction}
     LIMIT ${input.limit + 1}`,
    pageValues,
  )
  const items = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? items.at(-1) : undefined
  return {
    items: items.map(({ place: _, rollout_id, ...row }) => clusterDto(row, rollout_id)),
    nextCursor: last ? writeCursor([last.place, last.name]) : null,
    total: await total,
  }
}

/** Fetches one cluster, or refuses with `not_found`. */
export async function getCluster(sql: Sql, name: string): Promise<ClusterDto> {
  const [row] = await sql.query<HeldRow>(`SELECT ${clusterColumns}, l.rollout_id ${from} WHERE c.name = $1`, [
    name,
  ])
  const { rollout_id, ...cluster } = found(row, 'cluster', name)
  return clusterDto(cluster, rollout_id)
}

async function countClusters(sql: Sql, where: string, values: readonly unknown[]): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*) AS count FROM cluster c WHERE ${where}`,
    values,
  )
  return row?.count ?? 0
}

/** Writes selector and search as a condition over `cluster c`; parameters are numbered from 1. */
export function filterOf({ select, search }: { select?: string | undefined; search?: string | undefined }): {
  where: string
  values: unknown[]
} {
  const values: unknown[] = []
  const conditions: string[] = []
  if (select !== undefined && select.trim() !== '') {
    const condition = selectorToSql(readSelector(select, 'select'), { alias: 'c', firstParam: 1 })
    conditions.push(condition.text)
    values.push(...condition.values)
  }
  for (const word of (search ?? '').toLowerCase().split(/\s+/).filter(Boolean)) {
    values.push(word)
    conditions.push(`strpos(${haystack}, $${values.length}) > 0`)
  }
  return { where: conditions.length > 0 ? conditions.join(' AND ') : 'true', values }
}

const haystack = `lower(concat_ws(' ', c.name, c.kind, c.provider, c.region, c.environment, c.tier, c.version, c.labels::text))`
