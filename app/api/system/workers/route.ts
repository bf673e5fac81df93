import { route } from '@/lib/server/next/route'
import { getWorkers } from '@/lib/system/list-workers-endpoint'

export const GET = route(getWorkers)
