import type { RolloutDto } from '@/lib/rollouts/dto'

/** Says why a rollback cannot be asked for; null = it can. Whether anything is left to take back, the sheet tells. */
export function whyNotRollBack({ state, wayBack, operation }: RolloutDto): string | null {
  if (!wayBack.possible) return `The operation ${operation} has no revert.`
  if (state === 'draft') return 'It has not begun.'
  if (state === 'rolled_back' || state === 'nothing_to_do') return 'There is nothing to roll back.'
  if (wayBack.underWay === null) return null
  return state === 'paused' ? 'Its rollback is paused: resume it.' : 'It is being rolled back already.'
}
