import { type PlaceNeed, placeKey } from '@/lib/core/rollout/places'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { groupBy } from '@/lib/core/shared/group-by'
import type { Sql } from '@/lib/server/sql'
import { type Charge, loadCharges, nameCharges } from './charges'
import { groupKey, groupWords } from './group'
import type { GroupLimits } from './group-limits'
import type { ActiveBudget } from './load'
import { type GroupRef, loadTickets, shareOf } from './place-tickets'

type Cluster = ClusterFacts & { id: number }

interface Asked {
  readonly sql: Sql
  readonly rolloutId: number
  readonly limits: GroupLimits
  readonly at: number
}

/**
 * Works out, for clusters that are about to start, which places of disruption budgets they need and whether the
 * rollout may take them now. Costs nothing where no budget is defined.
 *
 * @returns needs by the cluster's id; clusters that no budget concerns are not in it.
 */
export async function placeNeeds(
  asked: Asked,
  budgets: readonly ActiveBudget[],
  clusters: readonly Cluster[],
): Promise<ReadonlyMap<number, PlaceNeed[]>> {
  const needs = new Map<number, PlaceNeed[]>()
  const wanted = budgets.flatMap((budget) =>
    clusters
      .filter((cluster) => budget.matches(cluster))
      .map((cluster) => ({ budget, cluster, group: groupKey(budget.by, cluster) })),
  )
  if (wanted.length === 0) return needs
  const groups = new Map<string, GroupRef & { of: ActiveBudget }>()
  for (const { budget, group } of wanted) {
    const ref = { budget: budget.id, group, of: budget }
    groups.set(placeKey(ref), ref)
  }
  const states = await groupStates(asked, [...groups.values()], clusters)
  for (const { budget, cluster, group } of wanted) {
    const state = states.groups.get(placeKey({ budget: budget.id, group }))
    if (!state) throw new Error(`group ${group} of budget ${budget.name} was not counted`)
    const own = states.charged.has(`${cluster.id}:${budget.id}`)
    const need = { budget: budget.id, group, max: state.max }
    const list = needs.get(cluster.id) ?? []
    list.push(
      own
        ? { ...need, free: Number.POSITIVE_INFINITY, message: '' }
        : { ...need, free: state.free, message: state.message },
    )
    needs.set(cluster.id, list)
  }
  return needs
}

interface GroupState {
  readonly max: number
  readonly free: number
  readonly message: string
}

async function groupStates(
  { sql, rolloutId, limits, at }: Asked,
  groups: readonly (GroupRef & { of: ActiveBudget })[],
  clusters: readonly Cluster[],
): Promise<{ groups: Map<string, GroupState>; charged: Set<string> }> {
  const charges = await loadCharges(
    sql,
    groups,
    clusters.map(({ id }) => id),
  )
  const tickets = await loadTickets(sql, groups, at)
  const used = groupBy(charges, placeKey)
  const queues = groupBy(tickets, placeKey)
  const states = new Map<string, GroupState>()
  for (const ref of groups) {
    const key = placeKey(ref)
    const max = await limits.maxOf(sql, ref.of, ref.group, at)
    const taken = used.get(key) ?? []
    const queue = (queues.get(key) ?? []).map(({ rollout }) => rollout)
    const free = shareOf(rolloutId, queue, max - taken.length)
    states.set(key, { max, free, message: free > 0 ? '' : sayFull(ref, taken, max, queue) })
  }
  return {
    groups: states,
    charged: new Set(charges.map(({ clusterId, budget }) => `${clusterId}:${budget}`)),
  }
}

function sayFull(
  { of: { title }, group }: GroupRef & { of: ActiveBudget },
  taken: readonly Charge[],
  max: number,
  queue: readonly number[],
): string {
  const words = groupWords(title, group)
  if (taken.length < max) {
    const before = queue.map((id) => `rollout ${id}`).join(', ')
    return `A place among ${words} is free, and goes to ${before} first, which waited before.`
  }
  return `${taken.length} of ${max} ${words} are disturbed: ${nameCharges(taken)}.`
}
