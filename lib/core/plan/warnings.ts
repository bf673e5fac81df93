import type { ResolvedOperation } from '@/lib/core/operation/types'
import type { ResolvedPolicy } from '@/lib/core/policy/resolved'
import { describeAmount } from '@/lib/core/shared/amount'
import { writtenCount } from '@/lib/core/shared/written-count'
import type { Assignment } from './assign'
import type { PlanPhase, PlanWarning } from './types'

/** Counts things with their noun: `1 cluster`, `3,000 clusters`. */
export function clusters(count: number): string {
  return count === 1 ? '1 cluster' : `${writtenCount(count)} clusters`
}

/** Lists names for people, the first few and how many more. */
export function names(all: readonly string[], shown = 5): string {
  const first = all.slice(0, shown).join(', ')
  return all.length > shown ? `${first} and ${writtenCount(all.length - shown)} more` : first
}

/** Says what is odd about one phase of a plan. */
export function phaseWarnings(phase: PlanPhase, assignment: Assignment): PlanWarning[] {
  const warnings: PlanWarning[] = []
  const warn = (code: PlanWarning['code'], message: string) =>
    warnings.push({ code, phase: phase.id, message })
  const { counts, numbers, rules } = phase
  const { sample } = assignment

  if (counts.takenByEarlier > 0) {
    const takers = counts.takenBy.map(({ phase: id, count }) => `${id} (${count})`).join(', ')
    warn(
      'overlap',
      `${clusters(counts.takenByEarlier)} that ${phase.id} matches ${counts.takenByEarlier === 1 ? 'is' : 'are'} taken by an earlier phase: ${takers}`,
    )
  }
  if (counts.taken === 0) {
    warn(
      'empty_phase',
      counts.matched === 0
        ? `${phase.id} matches no cluster and is skipped, with its gates`
        : `nothing is left for ${phase.id}; it is skipped, with its gates`,
    )
    return warnings
  }
  if (sample && sample.missed.length > 0) {
    warn(
      'strata_missed',
      `${sample.taken.length} cannot cover ${sample.strata} combinations of ${rules.takeBy.join(', ')}; not in the sample: ${names(sample.missed)}`,
    )
  }
  if (sample && sample.taken.length > sample.asked) {
    warn(
      'strata_raised',
      `raised from ${sample.asked} to ${sample.taken.length} so that each of ${sample.strata} values of ${rules.takeBy.join(', ')} is in the sample`,
    )
  }
  const budget = rules.failureBudget
  if (budget && numbers.failureBudget === 0 && budget.max !== 0) {
    warn(
      'budget_zero',
      `the failure budget of ${phase.id} is ${describeAmount(budget.max, counts.taken)}: the first failure trips it`,
    )
  }
  if (budget && numbers.failureBudget !== null && numbers.failureBudget >= counts.taken) {
    warn(
      'budget_covers_all',
      `the failure budget of ${phase.id} is ${numbers.failureBudget} of ${counts.taken}: it can never trip`,
    )
  }
  return warnings
}

/** Lists the budgets that roll back when the operation cannot: a promise that would not be kept. */
export function noWayBack(policy: ResolvedPolicy, operation: ResolvedOperation): PlanWarning[] {
  if (operation.revert !== null) return []
  const why = `when its failure budget is exhausted, but the operation ${operation.name} has no revert`
  const found: PlanWarning[] = policy.phases
    .filter(({ failureBudget }) => failureBudget?.onExhausted === 'rollback')
    .map(({ id }) => ({ code: 'no_way_back', phase: id, message: `${id} is to roll back ${why}` }))
  if (policy.failureBudget?.onExhausted === 'rollback') {
    found.push({ code: 'no_way_back', phase: null, message: `the rollout is to roll back ${why}` })
  }
  return found
}

/** Lists the stops that judge by a check which the operation does not have: they would never stop anything. */
export function noSuchCheck(policy: ResolvedPolicy, operation: ResolvedOperation): PlanWarning[] {
  const known = operation.verify.map(({ name }) => name)
  return policy.phases.flatMap(({ id, stop }): PlanWarning[] => {
    if (stop?.check === undefined || known.includes(stop.check)) return []
    const has = known.length > 0 ? `it has ${names(known)}` : 'it has none'
    const message = `${id} is to stop by the check ${stop.check}, but the operation ${operation.name} has none of that name under verify: ${has}`
    return [{ code: 'no_such_check', phase: id, message }]
  })
}

/** Says what is odd about the rollout's own budget. */
export function rolloutBudgetWarnings(policy: ResolvedPolicy, planned: number): PlanWarning[] {
  const budget = policy.failureBudget
  if (!budget || planned === 0 || typeof budget.max === 'number') return []
  const described = describeAmount(budget.max, planned)
  return described.endsWith('= 0')
    ? [
        {
          code: 'budget_zero',
          phase: null,
          message: `the failure budget of the rollout is ${described}: the first failure trips it`,
        },
      ]
    : []
}
