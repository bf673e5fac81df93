import { commandState } from '@/lib/core/rollout/load'
import { rollbackScope } from '@/lib/core/rollout/rollback'
import { mutation } from '@/lib/server/mutation'
import { carryOut } from './command'
import type { TargetsAckDto } from './dto'
import { loadForRollback } from './rollback-targets'
import { rollbackInput } from './schemas'

/**
 * Rolls a rollout back: pending targets are cancelled, what is in flight comes to rest, and then what this
 * rollout has changed is taken back in reverse order, under the same limits. With `clusters` or `select` only
 * those are taken back, and all else stays as it is.
 */
export const rollbackRollout = mutation({
  name: 'rollout.rollback',
  permission: 'rollout:control',
  input: rollbackInput,
  object: ({ rollout }) => ({ type: 'rollout', name: rollout }),
  data: (input, output: TargetsAckDto) => ({ input, targets: output.targets }),
  run: async (context, { rollout, reason, cancelInFlight, ...choice }): Promise<TargetsAckDto> => {
    const { loaded, part } = await loadForRollback(context.tx, rollout, choice, { lock: true })
    const { revert } = rollbackScope(commandState(loaded))
    const { ack } = await carryOut(context, loaded, {
      type: 'rollback',
      reason: reason ?? null,
      part,
      cancelInFlight,
    })
    return { ...ack, targets: revert.length }
  },
})
