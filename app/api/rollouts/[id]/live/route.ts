import { route } from '@/lib/server/next/route'
import { liveRollout } from '@/lib/stream/server/endpoints'

export const GET = route(liveRollout)
