import { canonicalJson } from '@/lib/core/shared/canonical-json'
import { versionSortKey } from '@/lib/core/shared/version'
import { AppError, type FieldProblem } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import type { Sql } from '@/lib/server/sql'
import type { UpsertDto } from './dto'
import { type ClusterRow, clusterColumns } from './rows'
import { type ClusterInput, upsertInput } from './schemas'

type Cluster = Required<ClusterInput>

/** Rows of one INSERT: far below the statement's time limit, few enough round trips. */
const batchSize = 5_000

/**
 * Registers clusters or changes registered ones, by name; all of them or none.
 * @throws AppError `invalid` when a name is there twice, with both places.
 */
export const upsertClusters = mutation({
  name: 'fleet.upsert',
  permission: 'fleet:write',
  input: upsertInput,
  object: ({ clusters }) => ({
    type: 'fleet',
    name: clusters.length === 1 ? (clusters[0]?.name ?? '') : `${clusters.length} clusters`,
  }),
  data: (_, output: UpsertDto) => ({ ...output }),
  async run({ tx, now }, { clusters }) {
    refuseRepeated(clusters)
    const known = await lockKnown(tx, clusters)
    const changed: Cluster[] = []
    let created = 0
    for (const input of clusters) {
      const before = known.get(input.name)
      const after = merge(before, input)
      if (before && isSame(before, after)) continue
      if (!before) created++
      changed.push(after)
    }
    for (let i = 0; i < changed.length; i += batchSize) await write(tx, changed.slice(i, i + batchSize), now)
    return { created, updated: changed.length - created, unchanged: clusters.length - changed.length }
  },
})

function refuseRepeated(clusters: readonly ClusterInput[]): void {
  const seen = new Map<string, number>()
  const problems: FieldProblem[] = []
  for (const [i, { name }] of clusters.entries()) {
    const first = seen.get(name)
    if (first === undefined) seen.set(name, i)
    else
      problems.push({
        path: ['clusters', i, 'name'],
        message: `"${name}" is there twice, first as number ${first + 1}`,
      })
  }
  if (problems.length > 0) throw new AppError('invalid', 'A cluster is there more than once.', { problems })
}

/** Locked in one order, so that two bulk changes at once wait for each other rather than deadlock. */
async function lockKnown(tx: Sql, clusters: readonly ClusterInput[]): Promise<Map<string, Cluster>> {
  const rows = await tx.query<ClusterRow>(
    `SELECT ${clusterColumns} FROM cluster c WHERE c.name = ANY($1) ORDER BY c.id FOR NO KEY UPDATE`,
    [clusters.map(({ name }) => name)],
  )
  return new Map(rows.map(({ id: _id, updated_at: _at, ...cluster }) => [cluster.name, cluster]))
}

function merge(before: Cluster | undefined, input: ClusterInput): Cluster {
  const unstated = {
    environment: '',
    tier: '',
    version: null,
    weight: 1,
    labels: {},
    connection: {},
    nodes: null,
  }
  return { ...unstated, ...before, ...input } as Cluster
}

/** What was left out of the input is the very object that was there before, and needs no second look. */
function isSame(before: Cluster, after: Cluster): boolean {
  const keys = Object.keys(before) as (keyof Cluster)[]
  return keys.every((key) => before[key] === after[key] || sameJson(before[key], after[key]))
}

const sameJson = (a: unknown, b: unknown): boolean =>
  typeof a === 'object' && typeof b === 'object' && canonicalJson(a) === canonicalJson(b)

async function write(tx: Sql, clusters: readonly Cluster[], now: Date): Promise<void> {
  const column = <T>(value: (cluster: Cluster) => T) => clusters.map(value)
  await tx.query(
    `INSERT INTO cluster (name, kind, provider, region, environment, tier, version, version_sort, weight,
       labels, connection, nodes, created_at, updated_at)
     SELECT name, kind, provider, region, environment, tier, version, version_sort, weight,
       labels::jsonb, connection::jsonb, nodes::jsonb, $13, $13
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::int[], $10::text[], $11::text[], $12::text[])
       AS t(name, kind, provider, region, environment, tier, version, version_sort, weight, labels, connection, nodes)
     ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, provider = excluded.provider,
       region = excluded.region, environment = excluded.environment, tier = excluded.tier,
       version = excluded.version, version_sort = excluded.version_sort, weight = excluded.weight,
       labels = excluded.labels, connection = excluded.connection, nodes = excluded.nodes,
       updated_at = excluded.updated_at`,
    [
      column((c) => c.name),
      column((c) => c.kind),
      column((c) => c.provider),
      column((c) => c.region),
      column((c) => c.environment),
      column((c) => c.tier),
      column((c) => c.version),
      column((c) => (c.version === null ? null : versionSortKey(c.version))),
      column((c) => c.weight),
      column((c) => JSON.stringify(c.labels)),
      column((c) => JSON.stringify(c.connection)),
      column((c) => (c.nodes === null ? null : JSON.stringify(c.nodes))),
      now,
    ],
  )
}
