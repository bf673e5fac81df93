import { postSkipPhase } from '@/lib/api/endpoints/commands'
import { route } from '@/lib/server/next/route'

export const POST = route(postSkipPhase)
