import type { ResolvedOperation } from '@/lib/core/operation/types'
import type { PlannedFacts } from './model'

/** A fact of a cluster that is not as it was when the rollout was planned. */
export interface Drift {
  /** `region`, `tier`, …, or `labels.<key>`. */
  readonly fact: string
  /** Null = a label that was not there. */
  readonly from: string | null
  readonly to: string | null
}

const watched = ['kind', 'provider', 'region', 'environment', 'tier'] as const

/**
 * Says how a cluster was relabelled since the plan. Membership is frozen, so it stays in its phase; what selects
 * clusters is compared, and neither the version, which moves by itself, nor what the operation sets.
 */
export function driftOf(
  planned: PlannedFacts,
  now: PlannedFacts,
  { sets }: Pick<ResolvedOperation, 'sets'>,
): Drift[] {
  const facts = watched.flatMap((fact) =>
    !Object.hasOwn(sets, fact) && planned[fact] !== now[fact]
      ? [{ fact, from: planned[fact], to: now[fact] }]
      : [],
  )
  const keys = [...new Set([...Object.keys(planned.labels), ...Object.keys(now.labels)])].sort()
  const labels = keys.flatMap((key) => {
    const [before, after] = [label(planned, key), label(now, key)]
    const own = sets.labels !== undefined && Object.hasOwn(sets.labels, key)
    return own || before === after ? [] : [{ fact: `labels.${key}`, from: before, to: after }]
  })
  return [...facts, ...labels]
}

const label = ({ labels }: PlannedFacts, key: string): string | null =>
  Object.hasOwn(labels, key) ? (labels[key] ?? null) : null
