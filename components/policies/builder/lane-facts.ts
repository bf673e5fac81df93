import { assign } from '@/lib/core/plan/assign'
import { phaseNumbers } from '@/lib/core/plan/numbers'
import { normalisePolicy } from '@/lib/core/policy/normalise'
import type { ResolvedPhase } from '@/lib/core/policy/resolved'
import type { PolicyDocument } from '@/lib/core/policy/types'
import { describeAmount } from '@/lib/core/shared/amount'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'

/** What the fleet says to one phase: numbers as of now, shown while it is edited. */
export interface PhaseFacts {
  /** Clusters of the phase. */
  readonly taken: number
  /** Clusters its selector matches, before `take` and the phases above. */
  readonly matched: number
  /** Of those, how many the phases above have taken. */
  readonly takenByEarlier: number
  readonly regions: number
  readonly versions: number
  /** What amounts come to: `20% of 31 = 6`; absent when the amount says it itself. */
  readonly resolved: Readonly<Partial<Record<'take' | 'maxInFlight' | 'budget', string>>>
}

export interface LaneFacts {
  readonly phases: readonly PhaseFacts[]
  /** Names of the clusters that no phase takes. */
  readonly remainder: readonly string[]
  readonly total: number
}

/**
 * Counts what each phase of a policy would take of the whole fleet, by the planner's own assignment. A rollout
 * takes less where its selection or its operation leave clusters out.
 */
export function laneFacts(document: PolicyDocument, clusters: readonly ClusterFacts[]): LaneFacts {
  const { phases } = normalisePolicy(document)
  const { assignments, unmatched } = assign(phases, clusters, (phase) => phase.id)
  return {
    phases: assignments.map(({ targets, counts }, index) => {
      const phase = phases[index] as ResolvedPhase
      return {
        taken: counts.taken,
        matched: counts.matched,
        takenByEarlier: counts.takenByEarlier,
        regions: new Set(targets.map((cluster) => `${cluster.provider} ${cluster.region}`)).size,
        versions: new Set(targets.map((cluster) => cluster.version)).size,
        resolved: resolvedWords(phase, targets, counts.matched - counts.takenByEarlier),
      }
    }),
    remainder: unmatched.map((cluster) => cluster.name),
    total: clusters.length,
  }
}

function resolvedWords(
  phase: ResolvedPhase,
  targets: readonly ClusterFacts[],
  free: number,
): PhaseFacts['resolved'] {
  const { maxInFlight } = phaseNumbers(phase, targets)
  const words: { take?: string; maxInFlight?: string; budget?: string } = {}
  if (phase.take !== null && typeof phase.take !== 'number')
    words.take = describeAmount(phase.take, free, 'take')
  if (typeof phase.maxInFlight !== 'number') {
    words.maxInFlight = Array.isArray(phase.maxInFlight)
      ? `default: ${maxInFlight} of ${targets.length}`
      : describeAmount(phase.maxInFlight, targets.length, 'concurrency')
  }
  if (phase.failureBudget && typeof phase.failureBudget.max !== 'number') {
    words.budget = describeAmount(phase.failureBudget.max, targets.length, 'budget')
  }
  return words
}
