import { isFinished } from '@/lib/core/rollout/states'
import type { RolloutSummaryDto } from './dto'

type Seen = Pick<RolloutSummaryDto, 'id' | 'state' | 'pauseCause'>

/** What became of rollouts since somebody last looked. */
export interface RolloutNews<Rollout extends Seen> {
  readonly rollout: Rollout
  readonly kind: 'ended' | 'stopped'
}

/**
 * Finds the rollouts that have ended, or that stopped by themselves, since the last look. Those that nobody had
 * seen before are no news, and neither is a pause by hand: whoever did it knows.
 * @param known the last look, by id; null = there was none.
 */
export function rolloutNews<Rollout extends Seen>(
  known: ReadonlyMap<string, Seen> | null,
  rollouts: readonly Rollout[],
): RolloutNews<Rollout>[] {
  return rollouts.flatMap((rollout): RolloutNews<Rollout>[] => {
    const before = known?.get(rollout.id)
    if (!before) return []
    if (isFinished(rollout.state)) return isFinished(before.state) ? [] : [{ rollout, kind: 'ended' }]
    const stopped = rollout.state === 'paused' && rollout.pauseCause !== 'manual'
    return stopped && before.pauseCause !== rollout.pauseCause ? [{ rollout, kind: 'stopped' }] : []
  })
}
