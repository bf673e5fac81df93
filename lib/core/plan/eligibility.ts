import { compileCondition } from '@/lib/core/expression/expression'
import { operationRoots } from '@/lib/core/operation/shape'
import type { Selector } from '@/lib/core/selector/ast'
import { compileSelector, type Matcher } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { aheadOf } from './target-version'
import type { ExclusionReason, PlanInput } from './types'

/** Why a cluster of the selection is left out before any phase is asked, or undefined when it is not. */
export type Verdict = { readonly reason: ExclusionReason; readonly detail: string } | undefined

export interface Eligibility {
  judge(cluster: ClusterFacts): Verdict
  /** Clusters for which `satisfied` could not be answered, and what was wrong with the first. */
  readonly unknown: { count: number; first: string }
}

/**
 * Makes the judge of single clusters: left out by hand, not of the operation's kind, satisfied already, ahead of
 * the target, in this order. What cannot be answered ("is it satisfied?" over a missing fact) is not a reason to
 * leave a cluster out: it stays in the plan, is counted, and is asked again just before its start.
 */
export function createEligibility(
  { operation, params }: Pick<PlanInput, 'operation' | 'params'>,
  isExcluded: Matcher,
): Eligibility {
  const applies = compileSelector(validSelector(operation.appliesTo))
  const satisfied =
    operation.satisfied === null ? null : compileCondition(operation.satisfied, operationRoots)
  const ahead = aheadOf(operation, params)
  const unknown = { count: 0, first: '' }

  function isSatisfied(cluster: ClusterFacts): boolean {
    if (!satisfied?.ok) return false
    const answer = satisfied.value.evaluate({ cluster, params })
    if (answer.ok) return answer.value
    if (unknown.count === 0) unknown.first = `${cluster.name}: ${answer.error.message}`
    unknown.count += 1
    return false
  }

  function judge(cluster: ClusterFacts): Verdict {
    if (isExcluded(cluster)) return { reason: 'excluded', detail: 'was left out of this rollout by hand' }
    if (!applies(cluster))
      return { reason: 'ineligible', detail: `the operation applies to ${operation.appliesTo}` }
    if (isSatisfied(cluster)) return { reason: 'satisfied', detail: `${operation.satisfied} holds already` }
    const detail = ahead(cluster)
    return detail === undefined ? undefined : { reason: 'ahead', detail }
  }

  return { judge, unknown }
}

/** Parses a selector that was validated before; anything else is a bug. */
export function validSelector(source: string): Selector {
  const parsed = parseSelector(source)
  if (!parsed.ok) throw new Error(`Not a selector that was validated: ${source}: ${parsed.error.message}`)
  return parsed.value
}
