import { postFreezeOverride } from '@/lib/api/endpoints/freezes'
import { route } from '@/lib/server/next/route'

export const POST = route(postFreezeOverride)
