import { whyNotApproveAmendment } from '@/lib/core/rollout/amend/propose'
import type { JsonObject } from '@/lib/core/shared/json'
import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { effectDto } from './amendment-dto'
import { carryOut } from './command'
import type { AmendmentAckDto } from './dto'
import { failedSince, newestSeen } from './failed-since'
import { draftOf, loadAmendable, signed } from './load-amendable'
import { loadAmendment, requireProposed } from './load-amendments'
import { approveAmendmentInput } from './schemas'
import { closeAmendment } from './store-amendment'

/**
 * Approves an amendment that somebody else has proposed; it takes effect with it, over what has not begun by now.
 * Refused with `forbidden` to whoever is too close to it, `stale` when the plan is another than the one that it was
 * written for, `conflict` when it is decided or cannot be made any more.
 */
export const approveAmendment = mutation({
  name: 'amendment.approve',
  permission: 'gate:decide',
  input: approveAmendmentInput,
  object: ({ rollout, amendment }) => ({ type: 'amendment', name: `${rollout}/${amendment}` }),
  data: ({ comment }, { effect }: AmendmentAckDto) => ({
    comment: comment || null,
    planHash: effect.planHash,
    weakenings: effect.weakenings,
    changes: effect.changes,
  }),
  run: async (context, { rollout, amendment: asked, ...input }): Promise<AmendmentAckDto> => {
    const { tx, now } = context
    const who = signed(context)
    const loaded = await loadAmendable(tx, rollout)
    const { head, phases, params } = loaded
    const row = await loadAmendment(tx, head.id, asked)
    requireProposed(row)
    const forbidden = whyNotApproveAmendment(head, row.proposedById, who.userId)
    if (forbidden !== null) throw new AppError('forbidden', forbidden)
    const present = { policy: head.rules.policy, phases }
    const seenSeq = newestSeen(loaded.standing, input.seenSeq)
    const failed = await failedSince(tx, head.id, seenSeq)
    const comment = input.comment || null
    const planHash = input.planHash ?? row.basePlanHash
    if (planHash !== row.basePlanHash || row.basePlanHash !== head.planHash) throw overtaken(head.planHash)
    const draft = draftOf(loaded, row.policy)
    const effect = effectDto(present, draft)
    const { ack } = await carryOut(
      context,
      loaded,
      {
        type: 'amend',
        policy: row.policy,
        params: params as JsonObject,
        reason: row.reason,
        proposedBy: { userId: row.proposedById, user: row.proposedBy },
        approvedBy: who,
        planHash,
        failedSince: failed,
      },
      seenSeq,
    )
    await closeAmendment(tx, row.id, {
      state: 'applied',
      userId: who.userId,
      comment,
      planHash: effect.planHash,
      now,
    })
    return { ...ack, amendment: { id: String(row.id), state: 'applied' }, effect }
  },
})

const overtaken = (planHash: string): AppError =>
  new AppError(
    'stale',
    'The plan has been amended since this was proposed. Reject it, or have it withdrawn, and let it be proposed anew.',
    { state: { planHash } },
  )
