import { type Assignment, assign } from '@/lib/core/plan/assign'
import { phaseNumbers } from '@/lib/core/plan/numbers'
import { normalisePolicy } from '@/lib/core/policy/normalise'
import type { ResolvedPhase, ResolvedPolicy } from '@/lib/core/policy/resolved'
import type { PolicyDocument } from '@/lib/core/policy/types'
import { describeAmount, type Limit, resolveAmount } from '@/lib/core/shared/amount'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'

/** What the fleet says to one phase: numbers as of now, shown while it is edited. */
export interface PhaseFacts {
  /** Clusters of the phase. */
  readonly taken: number
  /** Clusters its selector matches, before `take` and the phases above. */
  readonly matched: number
  /** Of those, how many each phase above has taken; `phase` is its place, from 0. */
  readonly takenBy: readonly { readonly phase: number; readonly count: number }[]
  readonly regions: number
  readonly versions: number
  /** How many are in flight at once. */
  readonly maxInFlight: number
  /** How many failures the phase's own budget tolerates; null = it has none of its own. */
  readonly tolerated: number | null
  /** What amounts come to: `20% of 31 = 6`; absent where the amount says it itself. */
  readonly resolved: ResolvedWords
}

export interface ResolvedWords {
  readonly take?: string
  readonly maxInFlight?: string
  readonly budget?: string
  /** By step and by spread, as they are written; empty where there is nothing to say. */
  readonly steps: readonly string[]
  readonly spread: readonly string[]
}

export interface LaneFacts {
  readonly phases: readonly PhaseFacts[]
  /** Names of the clusters that no phase takes. */
  readonly remainder: readonly string[]
  readonly total: number
  /** What the budget over all phases comes to. */
  readonly budget: { readonly tolerated: number; readonly words: string | undefined } | null
}

/**
 * Counts what each phase of a policy would take of the whole fleet, by the planner's own assignment. A rollout
 * takes less where its selection or its operation leave clusters out.
 */
export function laneFacts(document: PolicyDocument, clusters: readonly ClusterFacts[]): LaneFacts {
  const policy = normalisePolicy(document)
  const { assignments, unmatched } = assign(policy.phases, clusters, (phase) => phase.id)
  const places = new Map(policy.phases.map(({ id }, i) => [id, i]))
  return {
    phases: assignments.map((assignment, i) =>
      phaseFacts(policy.phases[i] as ResolvedPhase, assignment, places),
    ),
    remainder: unmatched.map((cluster) => cluster.name),
    total: clusters.length,
    budget: budgetFacts(policy, clusters.length - unmatched.length),
  }
}

function phaseFacts(
  phase: ResolvedPhase,
  { targets, counts }: Assignment,
  places: ReadonlyMap<string, number>,
): PhaseFacts {
  const regions = new Set<string>()
  const versions = new Set<string | null>()
  for (const cluster of targets) {
    regions.add(`${cluster.provider} ${cluster.region}`)
    versions.add(cluster.version)
  }
  const { failureBudget, maxInFlight } = phaseNumbers(phase, targets)
  return {
    taken: counts.taken,
    matched: counts.matched,
    takenBy: counts.takenBy.map(({ phase: id, count }) => ({ phase: places.get(id) ?? 0, count })),
    regions: regions.size,
    versions: versions.size,
    maxInFlight,
    tolerated: failureBudget,
    resolved: resolvedWords(phase, targets, counts.taken + counts.leftOver),
  }
}

function resolvedWords(phase: ResolvedPhase, targets: readonly ClusterFacts[], free: number): ResolvedWords {
  const base = targets.length
  const { spread } = phaseNumbers(phase, targets)
  const words: { -readonly [K in keyof ResolvedWords]: ResolvedWords[K] } = {
    steps: phase.steps.map(({ to }) => (typeof to === 'number' ? '' : describeAmount(to, base, 'step'))),
    spread: spread.map(({ values }, i) =>
      isPlain(phase.spread[i]?.maxInFlight) ? '' : rangeWords(values.map((value) => value.maxInFlight)),
    ),
  }
  if (phase.take !== null && !isPlain(phase.take)) words.take = describeAmount(phase.take, free, 'take')
  if (!isPlain(phase.maxInFlight)) words.maxInFlight = describeAmount(phase.maxInFlight, base, 'concurrency')
  const budget = phase.failureBudget?.max
  if (budget !== undefined && !isPlain(budget)) words.budget = describeAmount(budget, base, 'budget')
  return words
}

const isPlain = (limit: Limit | undefined): boolean => typeof limit === 'number'

/** `1 to 4, by how many there are` */
function rangeWords(values: readonly number[]): string {
  if (values.length === 0) return ''
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return least === most ? `comes to ${least} in each` : `comes to ${least} to ${most}, by their size`
}

function budgetFacts({ failureBudget }: ResolvedPolicy, taken: number): LaneFacts['budget'] {
  if (!failureBudget) return null
  const { max } = failureBudget
  return {
    tolerated: resolveAmount(max, taken, 'budget'),
    words: isPlain(max) ? undefined : describeAmount(max, taken, 'budget'),
  }
}
