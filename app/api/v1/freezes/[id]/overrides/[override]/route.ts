import { deleteFreezeOverride } from '@/lib/api/endpoints/freezes'
import { route } from '@/lib/server/next/route'

export const DELETE = route(deleteFreezeOverride)
