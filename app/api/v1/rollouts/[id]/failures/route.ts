import { getFailures } from '@/lib/api/endpoints/failures'
import { route } from '@/lib/server/next/route'

export const GET = route(getFailures)
