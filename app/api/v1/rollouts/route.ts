import { getRollouts, postRollouts } from '@/lib/api/endpoints/rollouts'
import { route } from '@/lib/server/next/route'

export const GET = route(getRollouts)
export const POST = route(postRollouts)
