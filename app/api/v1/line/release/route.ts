import { postLineRelease } from '@/lib/api/endpoints/line'
import { route } from '@/lib/server/next/route'

export const POST = route(postLineRelease)
