import { getNotificationRoutes } from '@/lib/api/endpoints/notifications'
import { route } from '@/lib/server/next/route'

export const GET = route(getNotificationRoutes)
