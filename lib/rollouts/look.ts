import { type ClusterRow, clusterColumns, clusterFacts } from '@/lib/clusters/load'
import { type Judging, judge, judgeBack } from '@/lib/core/rollout/judge'
import type { Target } from '@/lib/core/rollout/model'
import { type PlaceNeed, placeKey } from '@/lib/core/rollout/places'
import type { Verdict } from '@/lib/core/rollout/verdict'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { GroupLimits } from '@/lib/disruption/group-limits'
import { activeBudgets } from '@/lib/disruption/load'
import { placeNeeds } from '@/lib/disruption/place-needs'
import { type GroupRef, takeTickets } from '@/lib/disruption/place-tickets'
import { activeFreezes } from '@/lib/freezes/active-freezes'
import { openStop, stopWords } from '@/lib/line/open-stop'
import type { Sql } from '@/lib/server/sql'

/** What a look has shown, by the target's id. */
export interface Looked {
  readonly verdicts: ReadonlyMap<number, Verdict>
  /** Live facts; of clusters that were deleted there are none. */
  readonly facts: ReadonlyMap<number, ClusterFacts>
  /** Those whose rest concerns disruption budgets: their cluster is broken, or would take a place. */
  readonly disturbing: ReadonlySet<number>
}

/** How a look is made. */
export interface LookOptions {
  /** Stands in the queues of full budgets, as only a look does that may be followed by a start. */
  readonly queue?: boolean
  /** Limits that were resolved lately; none = they are resolved anew. */
  readonly limits?: GroupLimits
  /** Answers what every look asks, with plans that are kept; none = `sql` does. */
  readonly kept?: Sql
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
  { queue = false, limits = new GroupLimits(), kept = sql }: LookOptions = {},
): Promise<Looked> {
  const rows = await kept.query<LookRow>(
    `SELECT ${clusterColumns}, l.rollout_id AS holder, h.title AS holder_title, h.state = 'paused' AS holder_paused,
       b.cluster_id IS NOT NULL AS broken
     FROM cluster c LEFT JOIN lease l ON l.cluster_id = c.id AND l.rollout_id <> $2
       LEFT JOIN rollout h ON h.id = l.rollout_id LEFT JOIN broken_cluster b ON b.cluster_id = c.id
     WHERE c.id = ANY($1::int[])`,
    [targets.map(({ clusterId }) => clusterId), rolloutId],
  )
  const freezes = await activeFreezes(kept, rolloutId, at)
  const budgets = await activeBudgets(kept)
  const seen = new Map(rows.map((row) => [row.id, seenOf(row)]))
  const clusters = [...seen.values()].map(({ cluster }) => cluster)
  const needed = await placeNeeds({ sql, rolloutId, limits, at }, budgets, clusters)
  const stop = targets.some(({ state }) => state !== 'pending') ? await lineVerdict(sql, at) : null
  const verdicts = new Map<number, Verdict>()
  const facts = new Map<number, ClusterFacts>()
  const disturbing = new Set<number>()
  const full = new Map<string, GroupRef>()
  for (const target of targets) {
    const { cluster = null, heldBy = null, broken = false } = seen.get(target.clusterId) ?? {}
    const needs = needed.get(target.clusterId) ?? []
    if (cluster) facts.set(target.id, cluster)
    if (broken || needs.length > 0) disturbing.add(target.id)
    const sight = { cluster, heldBy, freezes, needs }
    const back = target.state !== 'pending'
    const verdict = back ? (stop ?? judgeBack(sight, at)) : judge(judging, target, sight, at)
    verdicts.set(target.id, verdict)
    if (verdict.kind === 'wait' && verdict.hindrance.kind === 'disruption') noteFull(full, needs)
  }
  if (queue && full.size > 0) await takeTickets(sql, rolloutId, [...full.values()], at)
  return { verdicts, facts, disturbing }
}

interface LookRow extends ClusterRow {
  holder: number | null
  holder_title: string | null
  holder_paused: boolean | null
  broken: boolean
}

function seenOf({ holder, holder_title, holder_paused, broken, ...row }: LookRow) {
  const heldBy =
    holder === null ? null : { id: holder, title: holder_title ?? '', paused: holder_paused === true }
  return { cluster: clusterFacts(row), heldBy, broken }
}

/** A rollback may begin by itself while the line is stopped; forward, a stop has paused whatever ran. */
async function lineVerdict(sql: Sql, at: number): Promise<Verdict | null> {
  const stop = await openStop(sql)
  if (!stop) return null
  const unblockedBy = 'an operator: release the line'
  return { at, kind: 'wait', hindrance: { kind: 'line', message: stopWords(stop), until: null, unblockedBy } }
}

function noteFull(full: Map<string, GroupRef>, needs: readonly PlaceNeed[]): void {
  for (const { budget, group, free } of needs)
    if (free <= 0) full.set(placeKey({ budget, group }), { budget, group })
}
