import { getAmendments, postAmendment } from '@/lib/api/endpoints/amendments'
import { route } from '@/lib/server/next/route'

export const GET = route(getAmendments)
export const POST = route(postAmendment)
