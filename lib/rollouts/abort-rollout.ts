import { mutation } from '@/lib/server/mutation'
import { runCommand } from './command'
import type { RolloutAckDto } from './dto'
import { abortInput } from './schemas'

/**
 * Aborts a rollout that is not finished: pending targets are cancelled, what is in flight finishes, or is
 * cancelled too if asked so. It is `aborting` until the last one is at rest.
 */
export const abortRollout = mutation({
  name: 'rollout.abort',
  permission: 'rollout:control',
  input: abortInput,
  object: ({ rollout }) => ({ type: 'rollout', name: rollout }),
  run: async (context, { rollout, reason, cancelInFlight }): Promise<RolloutAckDto> => {
    const { ack } = await runCommand(context, rollout, {
      type: 'abort',
      reason: reason ?? null,
      cancelInFlight,
    })
    return ack
  },
})
