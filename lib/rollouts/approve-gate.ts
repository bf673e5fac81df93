import { mutation } from '@/lib/server/mutation'
import { decideGate } from './decide-gate'
import { approveInput } from './schemas'

/**
 * Approves a gate; it opens when its quorum is complete. Refused with `forbidden` to whoever may not approve
 * here, `conflict` when the gate is not asking or one has decided already, `stale` when a target failed since
 * `seenSeq`.
 */
export const approveGate = mutation({
  name: 'gate.approve',
  permission: 'gate:decide',
  input: approveInput,
  object: ({ rollout, gate }) => ({ type: 'gate', name: `${rollout}/${gate}` }),
  run: (context, input) => decideGate(context, { ...input, verdict: 'approve' }),
})
