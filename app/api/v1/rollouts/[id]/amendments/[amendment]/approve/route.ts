import { postAmendmentApprove } from '@/lib/api/endpoints/amendments'
import { route } from '@/lib/server/next/route'

export const POST = route(postAmendmentApprove)
