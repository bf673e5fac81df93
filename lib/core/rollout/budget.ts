import { record } from './apply'
import { type Budget, isExhausted, phaseBudget, rolloutBudget } from './limits'
import type { Phase } from './model'
import { type EngineState, phaseOf, type Turn } from './state'
import { tripStops } from './stop'

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
  const aborts = budget.rules.onExhausted === 'abort'
  if (head.state !== 'running' && !(aborts && head.state === 'paused')) return
  const { max, charged } = budget
  record(
    state,
    turn,
    { type: 'budget.exhausted', phase, data: { max, charged, effect: aborts ? 'abort' : 'pause' } },
    now,
  )
  const detail = describeTrip(phase, budget)
  if (aborts) {
    record(state, turn, { type: 'rollout.aborting', data: { reason: detail, cancelInFlight: false } }, now)
  } else {
    record(state, turn, { type: 'rollout.paused', data: { cause: 'budget', detail } }, now)
  }
}

function describeTrip(phase: Phase | null, { max, charged }: Budget): string {
  const where = phase ? `in phase ${phase.id}` : 'in the rollout'
  const tolerated = max === 0 ? 'none is tolerated' : `${max} ${max === 1 ? 'is' : 'are'} tolerated`
  return `${charged} ${charged === 1 ? 'target has' : 'targets have'} failed ${where}, ${tolerated}`
}
