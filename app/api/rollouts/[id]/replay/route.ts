import { rolloutReplay } from '@/lib/history/endpoints'
import { route } from '@/lib/server/next/route'

export const GET = route(rolloutReplay)
