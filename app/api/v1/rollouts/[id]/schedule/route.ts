import { postSchedule } from '@/lib/api/endpoints/schedules'
import { route } from '@/lib/server/next/route'

export const POST = route(postSchedule)
