import { getHealth } from '@/lib/api/endpoints/system'
import { route } from '@/lib/server/next/route'

export const GET = route(getHealth)
