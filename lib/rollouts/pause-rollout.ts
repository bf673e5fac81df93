import { mutation } from '@/lib/server/mutation'
import { runCommand } from './command'
import type { RolloutAckDto } from './dto'
import { pauseInput } from './schemas'

/**
 * Pauses a running rollout: what is in flight finishes, nothing new starts once this has answered.
 * Refused with `conflict` unless it runs.
 */
export const pauseRollout = mutation({
  name: 'rollout.pause',
  permission: 'rollout:control',
  input: pauseInput,
  object: ({ rollout }) => ({ type: 'rollout', name: rollout }),
  run: async (context, { rollout, reason }): Promise<RolloutAckDto> => {
    const { ack } = await runCommand(context, rollout, { type: 'pause', reason: reason ?? null })
    return ack
  },
})
