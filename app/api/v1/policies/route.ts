import { getPolicies } from '@/lib/api/endpoints/policies'
import { route } from '@/lib/server/next/route'

export const GET = route(getPolicies)
