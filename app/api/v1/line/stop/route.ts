import { postLineStop } from '@/lib/api/endpoints/line'
import { route } from '@/lib/server/next/route'

export const POST = route(postLineStop)
