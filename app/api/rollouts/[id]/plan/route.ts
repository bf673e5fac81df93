import { route } from '@/lib/server/next/route'
import { rolloutPlan } from '@/lib/stream/server/endpoints'

export const GET = route(rolloutPlan)
