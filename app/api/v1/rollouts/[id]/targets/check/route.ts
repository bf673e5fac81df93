import { postCheck } from '@/lib/api/endpoints/failures'
import { route } from '@/lib/server/next/route'

export const POST = route(postCheck)
