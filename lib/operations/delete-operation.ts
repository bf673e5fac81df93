import { deleteDocument } from '@/lib/documents/delete-document'
import { documentNameInput } from '@/lib/documents/schemas'
import { mutation } from '@/lib/server/mutation'

/** Takes an operation out of use; its revisions stay with the rollouts made from them. Refused with `not_found`. */
export const deleteOperation = mutation({
  name: 'operation.delete',
  permission: 'operation:write',
  input: documentNameInput,
  object: ({ name }) => ({ type: 'operation', name }),
  data: () => ({}),
  run: ({ tx, now }, { name }) => deleteDocument(tx, 'operation', name, now),
})
