import { mutation } from '@/lib/server/mutation'
import { runCommand } from './command'
import type { TargetsAckDto } from './dto'
import { skipPhaseInput } from './schemas'

/**
 * Takes what is left of a phase out of the rollout, with a reason. Refused with `conflict` while any of its
 * targets is in flight, and when it is over. What stands in front of the next phase stays.
 */
export const skipPhase = mutation({
  name: 'phase.skip',
  permission: 'rollout:control',
  input: skipPhaseInput,
  object: ({ rollout, phase }) => ({ type: 'phase', name: `${rollout}/${phase}` }),
  data: (input, { targets }: TargetsAckDto) => ({ input, targets }),
  run: async (context, { rollout, phase, reason }) => {
    const targets = {
      where: `t.state = 'pending' AND t.phase_index = (SELECT index FROM phase p WHERE p.rollout_id = $1 AND p.id = $2)`,
      values: [phase],
    }
    const asked = { type: 'skip-phase', phase, reason } as const
    const { ack, turn } = await runCommand(context, rollout, asked, { targets })
    return { ...ack, targets: turn.targets.size }
  },
})
