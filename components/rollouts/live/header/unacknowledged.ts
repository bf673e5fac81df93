import type { RolloutDto } from '@/lib/rollouts/dto'

/** Failures charged since they were last acknowledged: what a resume after a budget trip accepts. */
export function unacknowledged(rollout: RolloutDto): number {
  const since = ({ charged, acknowledged }: { charged: number; acknowledged: number }) =>
    charged - acknowledged
  if (rollout.budget) return since(rollout.budget)
  return rollout.phases.reduce((sum, { budget }) => sum + (budget ? since(budget) : 0), 0)
}
