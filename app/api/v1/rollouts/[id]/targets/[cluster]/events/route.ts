import { getTargetEvents } from '@/lib/api/endpoints/rollouts'
import { route } from '@/lib/server/next/route'

export const GET = route(getTargetEvents)
