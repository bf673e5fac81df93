import { deletePolicyByName, getPolicy, putPolicy } from '@/lib/api/endpoints/policies'
import { route } from '@/lib/server/next/route'

export const GET = route(getPolicy)
export const PUT = route(putPolicy)
export const DELETE = route(deletePolicyByName)
