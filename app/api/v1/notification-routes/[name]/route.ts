import { deleteNotificationRoute, putNotificationRoute } from '@/lib/api/endpoints/notifications'
import { route } from '@/lib/server/next/route'

export const PUT = route(putNotificationRoute)
export const DELETE = route(deleteNotificationRoute)
