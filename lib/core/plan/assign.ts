import type { ResolvedPhase } from '@/lib/core/policy/resolved'
import { createRoster } from '@/lib/core/selector/roster'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { validSelector } from './eligibility'
import { orderClusters } from './order'
import { type Sample, takeSample } from './sample'
import type { PhaseCounts } from './types'

/** What one phase took of the candidates. */
export interface Assignment {
  /** In order of position. */
  readonly targets: readonly ClusterFacts[]
  readonly counts: PhaseCounts
  readonly sample: Sample | null
}

/**
 * Lets the phases take their clusters, in the order of the policy: a cluster belongs to the first phase that
 * takes it, and what `take` leaves is free for the phases after. Answers each phase's share and the candidates
 * that nobody took. Candidates are given by name.
 */
export function assign(
  phases: readonly ResolvedPhase[],
  candidates: readonly ClusterFacts[],
  seedOf: (phase: ResolvedPhase) => string,
): { readonly assignments: readonly Assignment[]; readonly unmatched: readonly ClusterFacts[] } {
  const roster = createRoster(candidates)
  const indexOf = new Map(candidates.map((cluster, i) => [cluster, i]))
  const owners = new Int16Array(candidates.length).fill(nobody)

  const assignments = phases.map((phase, index): Assignment => {
    const matches = roster.mask(validSelector(phase.select))
    const free: ClusterFacts[] = []
    const earlier = new Map<number, number>()
    for (let i = 0; i < matches.length; i += 1) {
      if (matches[i] === 0) continue
      const owner = owners[i] as number
      if (owner === nobody) free.push(candidates[i] as ClusterFacts)
      else earlier.set(owner, (earlier.get(owner) ?? 0) + 1)
    }
    const ordered = orderClusters(free, phase.order, seedOf(phase))
    const sample = phase.take === null ? null : takeSample(ordered, phase.take, phase.takeBy)
    const targets = sample?.taken ?? ordered
    for (const cluster of targets) owners[indexOf.get(cluster) as number] = index
    return { targets, sample, counts: countPhase(phases, earlier, free.length, targets.length) }
  })
  return { assignments, unmatched: candidates.filter((_, i) => owners[i] === nobody) }
}

const nobody = -1

function countPhase(
  phases: readonly ResolvedPhase[],
  earlier: ReadonlyMap<number, number>,
  free: number,
  taken: number,
): PhaseCounts {
  const takenBy = [...earlier]
    .sort(([a], [b]) => a - b)
    .map(([i, count]) => ({ phase: (phases[i] as ResolvedPhase).id, count }))
  const takenByEarlier = takenBy.reduce((sum, { count }) => sum + count, 0)
  return { matched: free + takenByEarlier, takenByEarlier, takenBy, leftOver: free - taken, taken }
}
