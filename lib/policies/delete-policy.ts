import { deleteDocument } from '@/lib/documents/delete-document'
import { documentNameInput } from '@/lib/documents/schemas'
import { mutation } from '@/lib/server/mutation'

/** Takes a policy out of use; its revisions stay with the rollouts made from them. Refused with `not_found`. */
export const deletePolicy = mutation({
  name: 'policy.delete',
  permission: 'policy:write',
  input: documentNameInput,
  object: ({ name }) => ({ type: 'policy', name }),
  data: () => ({}),
  run: ({ tx, now }, { name }) => deleteDocument(tx, 'policy', name, now),
})
