import { route } from '@/lib/server/next/route'
import { rolloutProgress } from '@/lib/stream/server/endpoints'

export const GET = route(rolloutProgress)
