import { loadClustersById } from '@/lib/clusters/load'
import type { ResolvedOperation } from '@/lib/core/operation/types'
import { createEligibility } from '@/lib/core/plan/eligibility'
import type { ReasonCode, Target } from '@/lib/core/rollout/model'
import type { Verdict } from '@/lib/core/rollout/verdict'
import { compileSelector, type Matcher } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { JsonObject } from '@/lib/core/shared/json'
import type { Sql } from '@/lib/server/sql'

/** What a look needs to know of the rollout: its id, and what was frozen at the launch. */
export interface Looker {
  readonly rolloutId: number
  readonly operation: ResolvedOperation
  readonly params: Readonly<Record<string, unknown>>
}

export interface Look {
  /** By the target's id. */
  readonly verdicts: ReadonlyMap<number, Verdict>
  /** Live facts by cluster id; clusters that were deleted are missing. */
  readonly clusters: ReadonlyMap<number, ClusterFacts & { id: number }>
}

interface LeaseRow {
  cluster_id: number
  rollout_id: number
  title: string
  acquired_at: Date
}

interface FreezeRow {
  title: string
  select: string
  ends_at: Date
}

/**
 * Looks at clusters just before their start, as they are now: whether they are still there, still in need of the
 * operation, held by another rollout, or frozen. Membership was frozen at the launch; safety is judged live.
 */
export async function lookAt(
  sql: Sql,
  looker: Looker,
  targets: readonly Target[],
  now: number,
): Promise<Look> {
  const ids = targets.map(({ clusterId }) => clusterId)
  // One after the other: within a transaction there is one connection.
  const found = await loadClustersById(sql, ids)
  const leases = await sql.query<LeaseRow>(
    `SELECT l.cluster_id, l.rollout_id, r.title, l.acquired_at FROM lease l JOIN rollout r ON r.id = l.rollout_id
     WHERE l.cluster_id = ANY($1::int[]) AND l.rollout_id <> $2`,
    [ids, looker.rolloutId],
  )
  const freezes = await activeFreezes(sql, now)
  const clusters = new Map(found.map((cluster) => [cluster.id, cluster]))
  const holders = new Map(leases.map((lease) => [lease.cluster_id, lease]))
  const { judge } = createEligibility(
    { operation: looker.operation, params: looker.params as JsonObject },
    () => false,
  )
  const verdictOf = (target: Target): Verdict => {
    const cluster = clusters.get(target.clusterId)
    if (!cluster)
      return { at: now, kind: 'skip', reason: 'gone', message: 'the cluster is not in the fleet any more' }
    const unfit = judge(cluster)
    if (unfit) return { at: now, kind: 'skip', reason: unfit.reason as ReasonCode, message: unfit.detail }
    const holder = holders.get(target.clusterId)
    if (holder) {
      const message = `Rollout ${holder.rollout_id} (${holder.title}) works on this cluster since ${holder.acquired_at.toISOString()}.`
      return { at: now, kind: 'wait', hindrance: { kind: 'lease', message, until: null } }
    }
    const freeze = freezes.find(({ matches }) => matches(cluster))
    if (freeze) {
      const message = `Frozen: ${freeze.title}.`
      return { at: now, kind: 'wait', hindrance: { kind: 'freeze', message, until: freeze.until } }
    }
    return { at: now, kind: 'go', previous: { version: cluster.version, labels: cluster.labels } }
  }
  return { verdicts: new Map(targets.map((target) => [target.id, verdictOf(target)])), clusters }
}

interface ActiveFreeze {
  title: string
  until: number
  matches: Matcher
}

/** Loads the freezes that hold now, the one that ends last first. A selector that cannot be read freezes all. */
export async function activeFreezes(sql: Sql, now: number): Promise<ActiveFreeze[]> {
  const rows = await sql.query<FreezeRow>(
    `SELECT title, "select", ends_at FROM "freeze"
     WHERE starts_at <= $1 AND ends_at > $1 AND ended_at IS NULL ORDER BY ends_at DESC, id`,
    [new Date(now)],
  )
  return rows.map(({ title, select, ends_at }) => {
    const parsed = parseSelector(select)
    return {
      title,
      until: ends_at.getTime(),
      matches: parsed.ok ? compileSelector(parsed.value) : () => true,
    }
  })
}
