import type { ResolvedOperation } from '@/lib/core/operation/types'
import type { RolloutHead, Target } from './model'
import { isInFlight } from './states'

/** Forward or back: what the state of a rollout, and a rollback that is under way, mean for one target. */

/** Tells whether something may have been done to the target's cluster, and was not taken back. */
export const isTouched = ({ generation, spared, state }: Target): boolean =>
  generation > 0 && !spared && state !== 'reverted'

/** Tells whether a rollback that is under way is about this target, and has not dealt with it yet. */
const isMarked = (head: RolloutHead, target: Target): boolean =>
  head.rollback !== null && target.revertRound === head.rollbacks

/** Tells whether the target is at rest and waits for its turn to be taken back. */
export const isWanted = (head: RolloutHead, target: Target): boolean =>
  isMarked(head, target) &&
  isTouched(target) &&
  !isInFlight(target.state) &&
  target.state !== 'pending' &&
  !target.pastReturn

/** Tells whether what could start something outside may be sent for the target now. */
export const maySend = ({ state }: RolloutHead, { step }: Target): boolean =>
  state === (step === 'revert' ? 'rolling_back' : 'running')

/** Tells whether the attempt in flight is the last of its step: it is seen to its end, and not repeated. */
export const isLast = (head: RolloutHead, target: Target): boolean =>
  head.state === 'aborting' ||
  (target.step !== 'revert' && (head.rollback === 'whole' || isMarked(head, target)))

/** Tells whether the driver is to be asked to cancel what is in flight. */
export const isUnwanted = (head: RolloutHead, target: Target): boolean =>
  head.cancelInFlight && isLast(head, target)

/** Says why a rollback cannot take back what was done to the target's cluster; null = it can. */
export function whyIrreversible(
  operation: Pick<ResolvedOperation, 'name' | 'revert' | 'irreversibleAfter'>,
  target: Pick<Target, 'pastReturn'>,
): string | null {
  if (operation.revert === null) return `The operation ${operation.name} has no way back.`
  if (!target.pastReturn) return null
  return operation.irreversibleAfter === 'verify'
    ? 'It has passed its checks, and after that there is no way back.'
    : 'Its apply has been carried out, or may have been, and after that there is no way back.'
}
