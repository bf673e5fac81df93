import type { ResolvedPhase, ResolvedSpread } from '@/lib/core/policy/resolved'
import { readFact } from '@/lib/core/selector/fact'
import { readSubject } from '@/lib/core/selector/subject'
import { resolveAmount } from '@/lib/core/shared/amount'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { compareText } from '@/lib/core/shared/text-order'
import type { PhaseNumbers } from './types'

/** Resolves the amounts of a phase over its targets. */
export function phaseNumbers(phase: ResolvedPhase, targets: readonly ClusterFacts[]): PhaseNumbers {
  const base = targets.length
  return {
    maxInFlight: resolveAmount(phase.maxInFlight, base, 'concurrency'),
    steps: resolveSteps(phase, base),
    failureBudget: phase.failureBudget ? resolveAmount(phase.failureBudget.max, base, 'budget') : null,
    spread: phase.spread.map((spread) => ({ by: spread.by, values: spreadValues(spread, targets) })),
  }
}

/**
 * Resolves the ramp to cumulative counts, one per step. Steps never shrink: in a phase of 3 the steps 1, 10% and
 * 50% come to 1, 1 and 2, and the second then has nothing to start.
 */
function resolveSteps(phase: ResolvedPhase, base: number): readonly number[] {
  let reached = 0
  return phase.steps.map(({ to }) => {
    reached = Math.max(reached, resolveAmount(to, base, 'step'))
    return reached
  })
}

/** Resolves a spread for each value that occurs: a share is one of the targets with that value. */
function spreadValues(
  spread: ResolvedSpread,
  targets: readonly ClusterFacts[],
): PhaseNumbers['spread'][number]['values'] {
  const read = spreadReader(spread.by)
  const counts = new Map<string, number>()
  for (const cluster of targets) {
    const value = read(cluster)
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([value, count]) => ({
      value,
      targets: count,
      maxInFlight: resolveAmount(spread.maxInFlight, count, 'concurrency'),
    }))
}

/** Makes the reader of a spread's value; clusters without the label share the empty value. */
export function spreadReader(by: string): (cluster: ClusterFacts) => string {
  const subject = readSubject(by)
  if (!subject) throw new Error(`Not a fact that was validated: ${by}`)
  const read = readFact(subject)
  return (cluster) => String(read(cluster) ?? '')
}
