import { deleteDraft, putDraft } from '@/lib/api/endpoints/drafts'
import { route } from '@/lib/server/next/route'

export const PUT = route(putDraft)
export const DELETE = route(deleteDraft)
