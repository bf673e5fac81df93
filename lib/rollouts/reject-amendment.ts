import { mutation } from '@/lib/server/mutation'
import { dropAmendment } from './drop-amendment'
import { rejectAmendmentInput } from './schemas'

/** Rejects an amendment that waits, with a reason; the rollout goes on as it is. */
export const rejectAmendment = mutation({
  name: 'amendment.reject',
  permission: 'gate:decide',
  input: rejectAmendmentInput,
  object: ({ rollout, amendment }) => ({ type: 'amendment', name: `${rollout}/${amendment}` }),
  run: (context, input) => dropAmendment(context, input, 'rejected'),
})
