import { deleteNothing, getNothing, postNothing, putNothing } from '@/lib/api/endpoints/unknown'
import { route } from '@/lib/server/next/route'

export const GET = route(getNothing)
export const PUT = route(putNothing)
export const POST = route(postNothing)
export const DELETE = route(deleteNothing)
