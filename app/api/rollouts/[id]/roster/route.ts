import { route } from '@/lib/server/next/route'
import { rolloutRoster } from '@/lib/stream/server/endpoints'

export const GET = route(rolloutRoster)
