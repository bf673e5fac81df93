import { getFreezes, postFreezes } from '@/lib/api/endpoints/freezes'
import { route } from '@/lib/server/next/route'

export const GET = route(getFreezes)
export const POST = route(postFreezes)
