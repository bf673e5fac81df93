import { getMetrics } from '@/lib/api/endpoints/metrics'
import { route } from '@/lib/server/next/route'

export const GET = route(getMetrics)
