import { normalisePolicy } from '@/lib/core/policy/normalise'
import type { PolicyDocument } from '@/lib/core/policy/types'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { assign } from './assign'

/** What a change of a policy does to one phase over a fleet. */
export interface PhaseEffect {
  readonly id: string
  readonly title: string
  /** Clusters it took and takes; null = there is no such phase. */
  readonly before: number | null
  readonly after: number | null
  /** How many come to it, and how many leave it: 10 → 10 may be ten others. */
  readonly came: number
  readonly left: number
}

export interface PolicyEffect {
  /** In the order of the later policy; phases that are gone stand last. */
  readonly phases: readonly PhaseEffect[]
  /** Clusters that no phase takes, before and after. */
  readonly untaken: { readonly before: number; readonly after: number }
  /** Clusters that are in another phase than before, or in none any more, or newly in one. */
  readonly moved: number
}

/** Compares what two policies would take of a fleet, phase by phase, phases told apart by their ids. */
export function compareAssignments(
  before: PolicyDocument,
  after: PolicyDocument,
  clusters: readonly ClusterFacts[],
): PolicyEffect {
  const old = taken(before, clusters)
  const now = taken(after, clusters)
  const ids = [...now.phases.keys(), ...[...old.phases.keys()].filter((id) => !now.phases.has(id))]
  const phases = ids.map((id): PhaseEffect => {
    const [was, is] = [old.phases.get(id), now.phases.get(id)]
    const has = (side: typeof old, cluster: ClusterFacts) => side.phaseOf.get(cluster) === id
    return {
      id,
      title: (is ?? was)?.title ?? id,
      before: was?.targets.length ?? null,
      after: is?.targets.length ?? null,
      came: (is?.targets ?? []).filter((cluster) => !has(old, cluster)).length,
      left: (was?.targets ?? []).filter((cluster) => !has(now, cluster)).length,
    }
  })
  return {
    phases,
    untaken: { before: old.untaken, after: now.untaken },
    moved: clusters.filter((cluster) => old.phaseOf.get(cluster) !== now.phaseOf.get(cluster)).length,
  }
}

interface Taken {
  readonly phases: ReadonlyMap<string, { readonly title: string; readonly targets: readonly ClusterFacts[] }>
  readonly phaseOf: ReadonlyMap<ClusterFacts, string>
  readonly untaken: number
}

function taken(document: PolicyDocument, clusters: readonly ClusterFacts[]): Taken {
  const { phases } = normalisePolicy(document)
  const { assignments, unmatched } = assign(phases, clusters, ({ id }) => id)
  const phaseOf = new Map<ClusterFacts, string>()
  assignments.forEach(({ targets }, i) => {
    for (const cluster of targets) phaseOf.set(cluster, phases[i]?.id ?? '')
  })
  return {
    phases: new Map(
      phases.map(({ id, title }, i) => [id, { title, targets: assignments[i]?.targets ?? [] }] as const),
    ),
    phaseOf,
    untaken: unmatched.length,
  }
}
