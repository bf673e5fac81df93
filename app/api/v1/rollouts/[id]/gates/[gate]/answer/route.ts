import { postAnswer } from '@/lib/api/endpoints/webhooks'
import { route } from '@/lib/server/next/route'

export const POST = route(postAnswer)
