import { getRolloutById } from '@/lib/api/endpoints/rollouts'
import { route } from '@/lib/server/next/route'

export const GET = route(getRolloutById)
