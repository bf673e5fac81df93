import { getLineState } from '@/lib/api/endpoints/line'
import { route } from '@/lib/server/next/route'

export const GET = route(getLineState)
