import { getAmendment } from '@/lib/api/endpoints/amendments'
import { route } from '@/lib/server/next/route'

export const GET = route(getAmendment)
