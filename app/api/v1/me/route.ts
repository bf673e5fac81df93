import { getOwnSelf } from '@/lib/api/endpoints/members'
import { route } from '@/lib/server/next/route'

export const GET = route(getOwnSelf)
