import { type ClusterRow, clusterColumns, clusterFacts } from '@/lib/clusters/load'
import { type ActiveFreeze, type Judging, judge, judgeBack } from '@/lib/core/rollout/judge'
import type { Target } from '@/lib/core/rollout/model'
import type { Verdict } from '@/lib/core/rollout/verdict'
import { compileSelector } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { Sql } from '@/lib/server/sql'

/** What a look has shown, by the target's id. */
export interface Looked {
  readonly verdicts: ReadonlyMap<number, Verdict>
  /** Live facts; of clusters that were deleted there are none. */
  readonly facts: ReadonlyMap<number, ClusterFacts>
}

/**
 * Looks at the clusters of targets that are about to start, as they are now: still there, still in need of the
 * operation, held by another rollout, frozen. Membership was fixed at the launch; safety is judged live.
 *
 * @param at the moment the look counts from: one before it is made, so that it is never taken for fresher than it is
 */
export async function lookAt(
  sql: Sql,
  judging: Judging,
  rolloutId: number,
  targets: readonly Target[],
  at: number,
): Promise<Looked> {
  const rows = await sql.query<ClusterRow & { holder: number | null; holder_title: string | null }>(
    `SELECT ${clusterColumns}, l.rollout_id AS holder, h.title AS holder_title
     FROM cluster c LEFT JOIN lease l ON l.cluster_id = c.id AND l.rollout_id <> $2
       LEFT JOIN rollout h ON h.id = l.rollout_id
     WHERE c.id = ANY($1::int[])`,
    [targets.map(({ clusterId }) => clusterId), rolloutId],
  )
  const freezes = await activeFreezes(sql, at)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const verdicts = new Map<number, Verdict>()
  const facts = new Map<number, ClusterFacts>()
  for (const target of targets) {
    const row = byId.get(target.clusterId)
    const { holder = null, holder_title, ...own } = row ?? {}
    const cluster = row ? clusterFacts(own as ClusterRow) : null
    if (cluster) facts.set(target.id, cluster)
    const heldBy = holder === null ? null : { id: holder, title: holder_title ?? '' }
    const sight = { cluster, heldBy, freezes }
    const back = target.state !== 'pending'
    verdicts.set(target.id, back ? judgeBack(sight, at) : judge(judging, target, sight, at))
  }
  return { verdicts, facts }
}

/** Loads the freezes that hold now, the one that ends last first. A selector that cannot be read freezes all. */
export async function activeFreezes(sql: Sql, now: number): Promise<ActiveFreeze[]> {
  const rows = await sql.query<{ title: string; select: string; reason: string; ends_at: Date }>(
    `SELECT title, "select", reason, ends_at FROM "freeze"
     WHERE starts_at <= $1 AND ends_at > $1 AND ended_at IS NULL ORDER BY ends_at DESC, id`,
    [new Date(now)],
  )
  return rows.map(({ title, select, reason, ends_at }) => {
    const parsed = parseSelector(select)
    const matches = parsed.ok ? compileSelector(parsed.value) : () => true
    return { title, reason, endsAt: ends_at.getTime(), matches }
  })
}
