import { postPlans } from '@/lib/api/endpoints/plans'
import { route } from '@/lib/server/next/route'

export const POST = route(postPlans)
