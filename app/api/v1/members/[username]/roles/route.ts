import { putRoles } from '@/lib/api/endpoints/members'
import { route } from '@/lib/server/next/route'

export const PUT = route(putRoles)
