import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { dropAmendment } from './drop-amendment'
import { withdrawAmendmentInput } from './schemas'

/**
 * Withdraws an amendment that one has proposed oneself, or one that the plan has gone past: nobody can make that any
 * more, and while it waits nothing else can be proposed.
 */
export const withdrawAmendment = mutation({
  name: 'amendment.withdraw',
  permission: 'rollout:control',
  input: withdrawAmendmentInput,
  object: ({ rollout, amendment }) => ({ type: 'amendment', name: `${rollout}/${amendment}` }),
  run: (context, input) =>
    dropAmendment(
      context,
      { ...input, comment: null },
      'withdrawn',
      ({ proposedById, proposedBy }, overtaken) => {
        const { actor } = context
        if (overtaken || (actor.kind !== 'system' && actor.userId === proposedById)) return
        throw new AppError('forbidden', `Only ${proposedBy} can withdraw it; others reject it.`)
      },
    ),
})
