import { getMembers, postMembers } from '@/lib/api/endpoints/members'
import { route } from '@/lib/server/next/route'

export const GET = route(getMembers)
export const POST = route(postMembers)
