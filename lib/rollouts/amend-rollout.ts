import type { JsonObject } from '@/lib/core/shared/json'
import { mutation } from '@/lib/server/mutation'
import { readAmendedPolicy } from './amended-policy'
import { effectDto } from './amendment-dto'
import { carryOut } from './command'
import type { AmendmentAckDto } from './dto'
import { failedSince, newestSeen } from './failed-since'
import { draftOf, loadAmendable, requireFresh, signed } from './load-amendable'
import { pendingAmendment } from './load-amendments'
import { amendInput } from './schemas'
import { storeAmendment } from './store-amendment'

/**
 * Amends what is left of a rollout: another policy for what has not begun. What only tightens takes effect at once,
 * in one transaction; what weakens is kept until somebody else approves it, and the rollout goes on as it is.
 *
 * @throws AppError `invalid` for a policy with problems; `stale` when the plan is another, or a target failed, since
 *   it was looked at; `conflict` when it cannot be made, or another one waits already.
 */
export const amendRollout = mutation({
  name: 'rollout.amend',
  permission: 'rollout:control',
  input: amendInput,
  object: ({ rollout }) => ({ type: 'rollout', name: rollout }),
  data: ({ reason, planHash }, { amendment, effect }: AmendmentAckDto) => ({
    reason: reason ?? null,
    before: planHash,
    amendment: amendment.id,
    outcome: amendment.state,
    planHash: effect.planHash,
    weakenings: effect.weakenings,
    changes: effect.changes,
  }),
  run: async (context, { rollout, policy: written, planHash, ...input }): Promise<AmendmentAckDto> => {
    const { tx, now } = context
    const who = signed(context)
    const loaded = await loadAmendable(tx, rollout)
    const { id: rolloutId, rules } = loaded.head
    const before = { policy: rules.policy, phases: loaded.phases }
    const policy = await readAmendedPolicy(tx, rolloutId, rules.policy, written)
    const seenSeq = newestSeen(loaded.standing, input.seenSeq)
    const reason = input.reason || null
    const asked = {
      policy,
      params: loaded.params as JsonObject,
      reason,
      planHash,
      failedSince: await failedSince(tx, rolloutId, seenSeq),
    }
    requireFresh(loaded, asked)
    const draft = draftOf(loaded, policy, written)
    const effect = effectDto(before, draft)
    const tightens = draft.weakenings.length === 0
    const pending = tightens ? null : await pendingAmendment(tx, rolloutId)
    const { ack } = await carryOut(
      context,
      loaded,
      tightens
        ? { type: 'amend', ...asked, proposedBy: who, approvedBy: null }
        : { type: 'propose-amendment', ...asked, pendingBy: pending?.proposedBy ?? null },
      seenSeq,
    )
    const state = tightens ? 'applied' : 'proposed'
    const id = await storeAmendment(tx, {
      rolloutId,
      state,
      reason,
      before: before.policy,
      policy,
      basePlanHash: planHash,
      planHash: tightens ? effect.planHash : null,
      weakenings: effect.weakenings,
      proposedById: who.userId,
      now,
    })
    return { ...ack, amendment: { id: String(id), state }, effect }
  },
})
