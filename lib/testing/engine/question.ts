import { type Question, spreadsOf } from '@/lib/core/rollout/conditions'
import { stepEnd } from '@/lib/core/rollout/limits'
import type { Target } from '@/lib/core/rollout/model'
import type { World } from '@/lib/core/rollout/rollout-kit'
import { phaseOf } from '@/lib/core/rollout/state'
import { isTerminal } from '@/lib/core/rollout/states'

/**
 * Asks about a target of a rollout in memory what the product asks about rows: with all that its targets tell, of a
 * cluster at which nobody has looked, while a worker lives.
 */
export function questionOf({ state, now }: World, target: Target, more: Partial<Question> = {}): Question {
  const phase = phaseOf(state, target.phase)
  const own = [...state.targets.values()].filter((one) => one.phase === target.phase)
  const lane = state.run.lanes[target.phase]
  const spreads = spreadsOf(phase, target).map((one, i) => {
    const left = lane?.placesLeft(i, target) ?? 0
    return { ...one, inFlight: 1 - Math.min(1, left), max: 1 }
  })
  return {
    state,
    phase,
    target,
    verdict: undefined,
    spreads,
    stepOpen: own.some((one) => one.position < stepEnd(phase) && !isTerminal(one.state)),
    workerAlive: true,
    now,
    ...more,
  }
}
