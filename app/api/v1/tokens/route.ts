import { getTokens, postTokens } from '@/lib/api/endpoints/tokens'
import { route } from '@/lib/server/next/route'

export const GET = route(getTokens)
export const POST = route(postTokens)
