import type { ResolvedBudget } from '@/lib/core/policy/resolved'
import { resolveAmount } from '@/lib/core/shared/amount'
import { idleTargets } from './idle'
import type { Phase, PlannedFacts, ResolvedLimits, RolloutHead, Target } from './model'
import { type EngineState, inFlightOf } from './state'

/** Resolves the amounts of a phase over its targets, as they are fixed at its start. */
export function resolveLimits(phase: Phase): ResolvedLimits {
  const { rules, total } = phase
  return {
    base: total,
    maxInFlight: resolveAmount(rules.maxInFlight, total, 'concurrency'),
    budget: rules.failureBudget ? resolveAmount(rules.failureBudget.max, total, 'budget') : null,
    steps: rules.steps.map((step) => resolveAmount(step.to, total, 'step')),
  }
}

/** The number of targets up to which the present step of a phase reaches. */
export const stepEnd = (phase: Phase): number => phase.resolved?.steps[phase.step] ?? phase.total

/** A failure budget as it stands; `max` is resolved. */
export interface Budget {
  readonly rules: ResolvedBudget
  readonly max: number
  readonly charged: number
  /** Charged failures up to here do not trip it: the budget itself, or what a person has accepted since. */
  readonly tolerated: number
}

/** The budget over the whole rollout, or null. Its base is the number of all targets. */
export function rolloutBudget(head: RolloutHead): Budget | null {
  const rules = head.rules.policy.failureBudget
  if (!rules) return null
  return budget(rules, resolveAmount(rules.max, head.total, 'budget'), head)
}

/** The budget of one phase, or null. */
export function phaseBudget(phase: Phase): Budget | null {
  const rules = phase.rules.failureBudget
  if (!rules) return null
  const max = phase.resolved?.budget ?? resolveAmount(rules.max, phase.total, 'budget')
  return budget(rules, max, phase)
}

/** What was consumed stays consumed: accepting n failures tolerates those n, it does not give new ones. */
function budget(rules: ResolvedBudget, max: number, used: { charged: number; acknowledged: number }): Budget {
  return { rules, max, charged: used.charged, tolerated: Math.max(max, used.acknowledged) }
}

/** Tells whether more has failed than is tolerated. */
export const isExhausted = (budget: Budget): boolean => budget.charged > budget.tolerated

/**
 * How many more targets a phase may have in flight now: its own limit, and where a budget is strict, never
 * more in flight than failures are left, plus one.
 */
export function freeSlots(state: EngineState, phase: Phase): number {
  if (state.head.rollback !== null)
    return freeSlotsBack(state, phase, state.run ? idleTargets(state.run) : [])
  return Math.min((phase.resolved?.maxInFlight ?? 0) - inFlightOf(phase), strictSlots(state, phase))
}

/** How many more targets of a phase strict budgets let start now, on the way forward; infinite = none is strict. */
export function strictSlots(state: EngineState, phase: Phase): number {
  let free = Number.POSITIVE_INFINITY
  const own = phaseBudget(phase)
  if (own?.rules.strict) free = own.tolerated - own.charged + 1 - inFlightOf(phase)
  const whole = rolloutBudget(state.head)
  if (whole?.rules.strict) {
    const all = state.phases.reduce((sum, other) => sum + inFlightOf(other), 0)
    free = Math.min(free, whole.tolerated - whole.charged + 1 - all)
  }
  return free
}

/**
 * The same on the way back, where what counts as a failure is a target that could not be taken back.
 * @param idle targets in flight that take no slot meanwhile, by their phase, see `idleTargets`.
 */
export function freeSlotsBack(
  state: EngineState,
  phase: Phase,
  idle: readonly Pick<Target, 'phase'>[],
): number {
  const sum = (count: (phase: Phase) => number) => state.phases.reduce((total, one) => total + count(one), 0)
  const left = ({ max }: Budget, failed: number) => Math.max(0, max - failed) + 1
  const acting = (one: Phase) => inFlightOf(one) - idle.filter((target) => target.phase === one.index).length
  const flying = acting(phase)
  let free = (phase.resolved?.maxInFlight ?? 1) - flying
  const own = phaseBudget(phase)
  if (own?.rules.strict) free = Math.min(free, left(own, phase.counts.revert_failed) - flying)
  const whole = rolloutBudget(state.head)
  if (whole?.rules.strict) {
    free = Math.min(
      free,
      left(
        whole,
        sum(({ counts }) => counts.revert_failed),
      ) - sum(acting),
    )
  }
  return free
}

/** Reads the fact that a spread goes by: a field such as `region`, or `labels.ring`; absent = ''. */
export function spreadValue(facts: PlannedFacts, by: string): string {
  if (by.startsWith('labels.')) {
    const key = by.slice('labels.'.length)
    return Object.hasOwn(facts.labels, key) ? String(facts.labels[key]) : ''
  }
  return Object.hasOwn(facts, by) ? String(facts[by as keyof PlannedFacts] ?? '') : ''
}
