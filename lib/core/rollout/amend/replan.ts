import { assign } from '@/lib/core/plan/assign'
import { planSeed } from '@/lib/core/plan/make-plan'
import { orderClusters } from '@/lib/core/plan/order'
import { names } from '@/lib/core/plan/warnings'
import type { ResolvedPhase, ResolvedPolicy } from '@/lib/core/policy/resolved'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { JsonObject } from '@/lib/core/shared/json'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { sortByText } from '@/lib/core/shared/text-order'
import type { Phase, Target } from '../model'
import type { EngineState } from '../state'
import { hasBegun, isUntouched, same } from './begun'

/** The targets of each phase of the amended policy, in order of position. */
export type Replan = readonly (readonly Target[])[]

/**
 * Plans anew what has not begun, with the planner itself and the facts that the plan was made with: phases that
 * have not begun take from the clusters of such phases, as they took from the fleet at the launch. A phase that
 * has begun keeps its clusters, and when its order has changed, those that have not started change places among
 * themselves. The selection is frozen: an amendment under which a cluster would be in no phase is refused.
 */
export function replan(
  { head, phases, targets }: EngineState,
  policy: ResolvedPolicy,
  params: JsonObject,
): Result<Replan, string> {
  const old = new Map(phases.map((phase) => [phase.id, phase]))
  const seed = planSeed(policy.name, head.rules.operation.name, params)
  const seedOf = (rules: ResolvedPhase) => `${seed}/${rules.id}`
  const lists: Target[][] = phases.map(() => [])
  for (const target of targets.values()) lists[target.phase]?.push(target)
  for (const list of lists) list.sort((a, b) => a.position - b.position)

  const left = phases.filter((phase) => !hasBegun(phase)).flatMap(({ index }) => lists[index] ?? [])
  const byName = new Map(left.map((target) => [target.cluster, target]))
  const candidates = sortByText(left.map(factsOf), ({ name }) => name)
  const open = policy.phases.filter(({ id }) => !begunPhase(old, id))
  const { assignments, unmatched } = assign(open, candidates, seedOf)
  if (unmatched.length > 0) return err(unmatchedWords(unmatched.map(({ name }) => name)))

  const taken = new Map(open.map(({ id }, i) => [id, assignments[i]?.targets ?? []]))
  return ok(
    policy.phases.map((rules) => {
      const begun = begunPhase(old, rules.id)
      if (begun) return reordered(begun, lists[begun.index] ?? [], rules, seedOf(rules))
      return (taken.get(rules.id) ?? []).map(({ name }) => byName.get(name) as Target)
    }),
  )
}

function begunPhase(old: ReadonlyMap<string, Phase>, id: string): Phase | null {
  const phase = old.get(id)
  return phase && hasBegun(phase) ? phase : null
}

/** Those that have not started change places among themselves; all others stay where they are. */
function reordered(
  phase: Phase,
  list: readonly Target[],
  rules: ResolvedPhase,
  seed: string,
): readonly Target[] {
  if (same(phase.rules.order, rules.order)) return list
  const free = list.filter((target) => target.state === 'pending' && isUntouched(target))
  const byName = new Map(free.map((target) => [target.cluster, target]))
  const facts = sortByText(free.map(factsOf), ({ name }) => name)
  const next = orderClusters(facts, rules.order, seed).map(({ name }) => byName.get(name) as Target)
  let at = 0
  return list.map((target) => (byName.has(target.cluster) ? (next[at++] as Target) : target))
}

const factsOf = ({ cluster, clusterId, facts }: Target): ClusterFacts => ({
  ...facts,
  id: clusterId,
  name: cluster,
  connection: {},
  nodes: null,
})

function unmatchedWords(clusters: readonly string[]): string {
  const some = names(clusters)
  return clusters.length === 1
    ? `No phase would take ${some}, which was selected at the launch. Let a phase take it, or skip it.`
    : `No phase would take ${clusters.length} clusters that were selected at the launch: ${some}. Let a phase take them, or skip them.`
}
