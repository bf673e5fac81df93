import { type ClusterRow, clusterColumns, clusterFacts } from '@/lib/clusters/rows'
import { type ActiveFreeze, type Judging, judge } from '@/lib/core/rollout/judge'
import type { Target } from '@/lib/core/rollout/model'
import type { Look } from '@/lib/core/rollout/observation'
import { compileSelector } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { Sql } from '@/lib/server/sql'

/** Freezes that hold now; read at most twice a second by each worker, for all of its rollouts. */
export interface Freezes {
  active(now: number): Promise<readonly ActiveFreeze[]>
}

const freezesMsMax = 500

/** Makes the reader of freezes. A freeze whose selector cannot be read holds everything: unknown means no. */
export function createFreezes(sql: Sql): Freezes {
  let readAt = Number.NEGATIVE_INFINITY
  let list: Promise<readonly ActiveFreeze[]> = Promise.resolve([])

  async function read(now: number): Promise<readonly ActiveFreeze[]> {
    const rows = await sql.query<{ title: string; select: string; reason: string; ends_at: Date }>(
      `SELECT title, "select", reason, ends_at FROM "freeze"
       WHERE ended_at IS NULL AND starts_at <= $1 AND ends_at > $1 ORDER BY ends_at DESC`,
      [new Date(now)],
    )
    return rows.map(({ title, select, reason, ends_at }) => {
      const parsed = parseSelector(select)
      const matches = parsed.ok ? compileSelector(parsed.value) : () => true
      return { title, reason, endsAt: ends_at.getTime(), matches }
    })
  }

  return {
    active: (now) => {
      if (now - readAt > freezesMsMax) {
        readAt = now
        list = read(now)
        list.catch(() => {
          readAt = Number.NEGATIVE_INFINITY
        })
      }
      return list
    },
  }
}

/** What a look brings home: verdicts, and the clusters' facts for the drivers. */
export interface Looked {
  readonly looks: readonly Look[]
  readonly facts: ReadonlyMap<number, ClusterFacts>
}

/** Looks at the clusters of targets that are about to start. */
export async function lookAtClusters(
  sql: Sql,
  freezes: Freezes,
  judging: Judging,
  rolloutId: number,
  targets: readonly Target[],
  now: () => number,
): Promise<Looked> {
  // Old before it is read: what changes while the answer travels is not taken for fresh.
  const at = now()
  const active = await freezes.active(at)
  const rows = await sql.query<ClusterRow & { holder: number | null; title: string | null }>(
    `SELECT ${clusterColumns}, l.rollout_id AS holder, h.title
     FROM cluster c LEFT JOIN lease l ON l.cluster_id = c.id AND l.rollout_id <> $2
       LEFT JOIN rollout h ON h.id = l.rollout_id
     WHERE c.id = ANY($1::int[])`,
    [targets.map(({ clusterId }) => clusterId), rolloutId],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const facts = new Map<number, ClusterFacts>()
  const looks = targets.map((target): Look => {
    const row = byId.get(target.clusterId)
    if (!row) {
      const sight = { cluster: null, heldBy: null, freezes: active }
      return { targetId: target.id, verdict: judge(judging, target, sight, at) }
    }
    const { holder, title, ...clusterRow } = row
    const cluster = clusterFacts(clusterRow)
    facts.set(target.id, cluster)
    const heldBy = holder === null ? null : { id: holder, title: title ?? '' }
    return { targetId: target.id, verdict: judge(judging, target, { cluster, heldBy, freezes: active }, at) }
  })
  return { looks, facts }
}

/** Reads the facts of clusters that are in flight already, for their drivers. */
export async function readFacts(
  sql: Sql,
  targets: readonly Target[],
): Promise<ReadonlyMap<number, ClusterFacts>> {
  const rows = await sql.query<ClusterRow>(
    `SELECT ${clusterColumns} FROM cluster c WHERE c.id = ANY($1::int[])`,
    [targets.map(({ clusterId }) => clusterId)],
  )
  const byId = new Map(rows.map((row) => [row.id, clusterFacts(row)]))
  return new Map(
    targets.flatMap(({ id, clusterId }) => {
      const facts = byId.get(clusterId)
      return facts ? [[id, facts] as const] : []
    }),
  )
}
