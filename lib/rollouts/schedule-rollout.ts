import { mutation } from '@/lib/server/mutation'
import { runCommand } from './command'
import type { RolloutAckDto } from './dto'
import { scheduleInput } from './schemas'

/** Sets when a draft starts by itself, sets it anew, or calls it off. Refused with `conflict` unless it is a draft. */
export const scheduleRollout = mutation({
  name: 'rollout.schedule',
  permission: 'rollout:control',
  input: scheduleInput,
  object: ({ rollout }) => ({ type: 'rollout', name: rollout }),
  run: async (context, { rollout, startAt, reason }): Promise<RolloutAckDto> => {
    const at = startAt === null ? null : Date.parse(startAt)
    const { ack } = await runCommand(context, rollout, {
      type: 'schedule',
      startAt: at,
      reason: reason ?? null,
    })
    return ack
  },
})
