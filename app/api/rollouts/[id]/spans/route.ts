import { route } from '@/lib/server/next/route'
import { rolloutSpans } from '@/lib/stream/server/endpoints'

export const GET = route(rolloutSpans)
