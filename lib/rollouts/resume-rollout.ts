import { mutation } from '@/lib/server/mutation'
import { runCommand } from './command'
import type { RolloutAckDto } from './dto'
import { resumeInput } from './schemas'

/**
 * Resumes a paused rollout, or starts a draft. After a budget trip `acknowledge` must equal the failures
 * charged since the last acknowledgement; gates that were rejected or have expired ask anew.
 */
export const resumeRollout = mutation({
  name: 'rollout.resume',
  permission: 'rollout:control',
  input: resumeInput,
  object: ({ rollout }) => ({ type: 'rollout', name: rollout }),
  run: async (context, { rollout, reason, acknowledge }): Promise<RolloutAckDto> => {
    const userId = context.actor.kind === 'system' ? null : context.actor.userId
    const command = {
      type: 'resume',
      reason: reason ?? null,
      acknowledge: acknowledge ?? null,
      userId,
    } as const
    const { ack } = await runCommand(context, rollout, command)
    return ack
  },
})
