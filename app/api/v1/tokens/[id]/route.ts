import { deleteTokenById } from '@/lib/api/endpoints/tokens'
import { route } from '@/lib/server/next/route'

export const DELETE = route(deleteTokenById)
