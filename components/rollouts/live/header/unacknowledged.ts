import type { RolloutDto } from '@/lib/rollouts/dto'
import { stopLevel } from '../tabs/stop-words'

/**
 * What a resume after a budget trip accepts: failures charged since they were last acknowledged, or on the way
 * back all targets that could not be taken back.
 */
export function unacknowledged(rollout: RolloutDto): number {
  const since = ({ charged, acknowledged }: { charged: number; acknowledged: number }) =>
    charged - acknowledged
  if (rollout.wayBack.underWay !== null) return rollout.counts.revert_failed
  if (rollout.budget) return since(rollout.budget)
  return rollout.phases.reduce((sum, { budget }) => sum + (budget ? since(budget) : 0), 0)
}

/** Tells whether a resume has to accept what failed: a budget is spent, or a statistical stop has fired. */
export function asksToAccept({ pauseCause, stop, phases, wayBack }: RolloutDto): boolean {
  if (pauseCause === 'budget') return true
  if (wayBack.underWay !== null) return false
  return [stop, ...phases.map((phase) => phase.stop)].some((one) => one !== null && stopLevel(one) >= 1)
}
