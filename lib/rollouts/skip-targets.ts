import { mutation } from '@/lib/server/mutation'
import { changeTargets } from './change-targets'
import type { TargetsAckDto } from './dto'
import { skipInput } from './schemas'

/**
 * Takes pending targets out of the rollout, with a reason. `clusters` must all be pending, `select` picks the
 * pending ones it matches; what is in flight cannot be skipped.
 */
export const skipTargets = mutation({
  name: 'target.skip',
  permission: 'rollout:control',
  input: skipInput,
  object: ({ rollout }) => ({ type: 'rollout', name: rollout }),
  data: (input, output: TargetsAckDto) => ({ input, targets: output.targets }),
  run: (context, input) => changeTargets(context, 'skip', input),
})
