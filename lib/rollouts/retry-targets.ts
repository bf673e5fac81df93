import { mutation } from '@/lib/server/mutation'
import { changeTargets } from './change-targets'
import type { TargetsAckDto } from './dto'
import { retryInput } from './schemas'

/**
 * Gives targets that failed, were skipped or cancelled another try, under the same snapshot and limits; a
 * finished rollout opens again. `clusters` must all be retryable, `select` picks the failed ones it matches.
 */
export const retryTargets = mutation({
  name: 'target.retry',
  permission: 'rollout:control',
  input: retryInput,
  object: ({ rollout }) => ({ type: 'rollout', name: rollout }),
  data: (input, output: TargetsAckDto) => ({ input, targets: output.targets }),
  run: (context, input) => changeTargets(context, 'retry', input),
})
