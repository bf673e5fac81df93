import type { FactSet } from '@/lib/core/failures/traits'
import type { PlannedFacts } from '@/lib/core/rollout/model'
import { compare, field, label } from '@/lib/core/selector/ast'
import { printSelector } from '@/lib/core/selector/print'

/** Facts by which failures are compared; weight and the like are no cause. */
export const comparedFacts = ['kind', 'provider', 'region', 'environment', 'tier', 'version'] as const
type ComparedFact = (typeof comparedFacts)[number]

const labelPrefix = 'labels.'

/** Lays the facts of a target at planning out flat, its labels as `labels.<key>`; what is unknown is left out. */
export function factSetOf(facts: PlannedFacts): FactSet {
  const known: Record<string, string> = {}
  for (const name of comparedFacts) {
    const value = facts[name]
    if (typeof value === 'string' && value !== '') known[name] = value
  }
  for (const [key, value] of Object.entries(facts.labels ?? {})) known[labelPrefix + key] = value
  return known
}

/** Says in a selector that a cluster has a value of one of the facts of a fact set. */
export function selectorOfFact(fact: string, value: string): string {
  const subject = fact.startsWith(labelPrefix)
    ? label(fact.slice(labelPrefix.length))
    : field(fact as ComparedFact)
  return printSelector(compare(subject, '==', value))
}
