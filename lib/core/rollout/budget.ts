import type { OnExhausted } from '@/lib/core/policy/types'
import { record } from './apply'
import { isTouched, whyIrreversible } from './course'
import { type Budget, isExhausted, phaseBudget, rolloutBudget } from './limits'
import type { Phase } from './model'
import { type EngineState, phaseOf, type Turn } from './state'
import { tripStops } from './trip-stops'

/**
 * Pauses or aborts the rollout when a failure in the given phase was one more than is tolerated. The phase's
 * own budget is asked first and named, statistical stops last; what is in flight finishes, and its failures are
 * counted.
 */
export function tripBudgets(state: EngineState, turn: Turn, phaseIndex: number, now: number): void {
  const phase = phaseOf(state, phaseIndex)
  const own = phaseBudget(phase)
  if (own && isExhausted(own)) trip(state, turn, phase, own, now)
  const whole = rolloutBudget(state.head)
  if (whole && isExhausted(whole)) trip(state, turn, null, whole, now)
  tripStops(state, turn, phaseIndex, now)
}

/** Tells whether a budget holds the rollout: a resume has to accept what failed. */
export function someBudgetExhausted(state: EngineState): boolean {
  const whole = rolloutBudget(state.head)
  if (whole && isExhausted(whole)) return true
  return state.phases.some((phase) => {
    const own = phaseBudget(phase)
    return own !== null && isExhausted(own)
  })
}

function trip(state: EngineState, turn: Turn, phase: Phase | null, budget: Budget, now: number): void {
  const { head } = state
  const effect = effectOf(state, budget)
  if (head.rollback !== null) return
  if (head.state !== 'running' && !(effect !== 'pause' && head.state === 'paused')) return
  const { max, charged } = budget
  record(state, turn, { type: 'budget.exhausted', phase, data: { max, charged, effect } }, now)
  const detail = describeTrip(phase, budget)
  if (effect === 'abort') {
    record(state, turn, { type: 'rollout.aborting', data: { reason: detail, cancelInFlight: false } }, now)
  } else if (effect === 'rollback') {
    const data = { reason: detail, cancelInFlight: false, targets: null }
    record(state, turn, { type: 'rollout.rolling_back', data }, now)
  } else {
    record(state, turn, { type: 'rollout.paused', data: { cause: 'budget', detail } }, now)
  }
}

/** What a budget does when it trips. Where nothing can be taken back it pauses, and a person looks. */
function effectOf({ head, targets }: EngineState, { rules }: Budget): OnExhausted {
  if (rules.onExhausted !== 'rollback') return rules.onExhausted
  const { operation } = head.rules
  for (const target of targets.values()) {
    if (isTouched(target) && whyIrreversible(operation, target) === null) return 'rollback'
  }
  return 'pause'
}

/**
 * Pauses a rollback when one more target than a budget tolerates could not be taken back. What a budget says
 * for the way there it says for the way back; but whatever it does there, here a person is to look.
 */
export function tripRevertBudgets(state: EngineState, turn: Turn, phaseIndex: number, now: number): void {
  const phase = phaseOf(state, phaseIndex)
  const own = phaseBudget(phase)
  const whole = rolloutBudget(state.head)
  const failed = phase.counts.revert_failed
  const allFailed = countRevertFailed(state)
  if (own && failed > own.max) tripBack(state, turn, phase, { ...own, charged: failed }, now)
  if (whole && allFailed > whole.max) tripBack(state, turn, null, { ...whole, charged: allFailed }, now)
}

/** Counts the targets that could not be taken back. */
export const countRevertFailed = ({ phases }: EngineState): number =>
  phases.reduce((sum, { counts }) => sum + counts.revert_failed, 0)

function tripBack(state: EngineState, turn: Turn, phase: Phase | null, budget: Budget, now: number): void {
  if (state.head.state !== 'rolling_back') return
  const { max, charged } = budget
  record(state, turn, { type: 'budget.exhausted', phase, data: { max, charged, effect: 'pause' } }, now)
  const detail = `${describeTrip(phase, budget)}: they could not be taken back`
  record(state, turn, { type: 'rollout.paused', data: { cause: 'budget', detail } }, now)
}

function describeTrip(phase: Phase | null, { max, charged }: Budget): string {
  const where = phase ? `in phase ${phase.id}` : 'in the rollout'
  const tolerated = max === 0 ? 'none is tolerated' : `${max} ${max === 1 ? 'is' : 'are'} tolerated`
  return `${charged} ${charged === 1 ? 'cluster has' : 'clusters have'} failed ${where}, ${tolerated}`
}
