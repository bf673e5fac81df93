import { getRollback, postRollback } from '@/lib/api/endpoints/rollbacks'
import { route } from '@/lib/server/next/route'

export const GET = route(getRollback)
export const POST = route(postRollback)
