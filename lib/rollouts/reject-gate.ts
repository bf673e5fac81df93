import { mutation } from '@/lib/server/mutation'
import { decideGate } from './decide-gate'
import { rejectInput } from './schemas'

/** Rejects a gate, with a reason: one rejection outweighs any approvals and pauses the rollout. */
export const rejectGate = mutation({
  name: 'gate.reject',
  permission: 'gate:decide',
  input: rejectInput,
  object: ({ rollout, gate }) => ({ type: 'gate', name: `${rollout}/${gate}` }),
  run: (context, input) => decideGate(context, { ...input, verdict: 'reject' }),
})
