import { postDeliverySend } from '@/lib/api/endpoints/notifications'
import { route } from '@/lib/server/next/route'

export const POST = route(postDeliverySend)
