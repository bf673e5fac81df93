import type { Gate } from '@/lib/core/rollout/model'
import { phaseOf } from '@/lib/core/rollout/state'
import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { runCommand } from './command'
import type { GateAckDto } from './dto'
import { gateDto } from './gate-dto'
import { overrideGateInput } from './schemas'

/**
 * Opens a gate in spite of what it waits for, with a reason. Refused with `conflict` while it does not ask, and
 * once it is open. Whoever does so may not approve what follows in this rollout.
 */
export const overrideGate = mutation({
  name: 'gate.override',
  permission: 'gate:override',
  input: overrideGateInput,
  object: ({ rollout, gate }) => ({ type: 'gate', name: `${rollout}/${gate}` }),
  run: async (context, { rollout, gate: id, reason }): Promise<GateAckDto> => {
    const { actor } = context
    if (actor.kind === 'system') throw new AppError('forbidden', 'A gate is overridden by somebody.')
    const { userId, name: user } = actor
    const asked = { type: 'override-gate', gate: id, reason, userId, user } as const
    const { state, ack } = await runCommand(context, rollout, asked)
    const gate = state.gates.find((one) => one.id === id) as Gate
    const view = { phase: phaseOf(state, gate.phase), missing: 0, now: context.now.getTime() }
    return { ...ack, gate: gateDto(gate, view) }
  },
})
