import { safeRecord } from '@/lib/core/shared/safe-record'
import type { Sql } from '@/lib/server/sql'
import { type FacetField, type FacetsDto, type FacetValue, facetFields } from './dto'
import { filterOf } from './queries'

interface FacetRow {
  /** A field; null for a label. */
  field: FacetField | null
  label: string | null
  value: string
  count: number
}

/** Values of one label shown as a facet; a label with more, such as a customer's id, is no facet. */
const labelValuesMax = 50

/**
 * Counts, for the clusters that match, how many have each value of each field and label; most frequent first.
 * @throws AppError `invalid` for a selector that cannot be read.
 */
export async function clusterFacets(
  sql: Sql,
  input: { select?: string | undefined; search?: string | undefined },
): Promise<FacetsDto> {
  const { where, values } = filterOf(input)
  const pairs = facetFields.map((field) => `('${field}', c.${field})`).join(', ')
  const rows = await sql.query<FacetRow>(
    `WITH matching AS MATERIALIZED (SELECT c.* FROM cluster c WHERE ${where})
     SELECT f.field, NULL AS label, coalesce(f.value, '') AS value, count(*) AS count
       FROM matching c, LATERAL (VALUES ${pairs}) AS f(field, value) GROUP BY 1, 3
     UNION ALL
     SELECT NULL, e.key, e.value, count(*) FROM matching c, LATERAL jsonb_each_text(c.labels) e GROUP BY 2, 3
     ORDER BY count DESC, value`,
    values,
  )
  return collect(rows)
}

function collect(rows: readonly FacetRow[]): FacetsDto {
  const fields = Object.fromEntries(facetFields.map((field) => [field, [] as FacetValue[]]))
  const labels = safeRecord<FacetValue[]>()
  for (const { field, label, value, count } of rows) {
    if (field !== null) fields[field]?.push({ value, count })
    else if (label !== null) {
      labels[label] ??= []
      labels[label].push({ value, count })
    }
  }
  const kinds = fields.kind ?? []
  return {
    total: kinds.reduce((sum, { count }) => sum + count, 0),
    fields: fields as FacetsDto['fields'],
    labels: Object.fromEntries(
      Object.entries(labels)
        .filter(([, values]) => values.length <= labelValuesMax)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  }
}
