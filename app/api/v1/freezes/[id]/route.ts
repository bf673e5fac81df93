import { deleteFreezeById, getFreezeById } from '@/lib/api/endpoints/freezes'
import { route } from '@/lib/server/next/route'

export const GET = route(getFreezeById)
export const DELETE = route(deleteFreezeById)
