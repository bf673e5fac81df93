import { postOwnPassword } from '@/lib/api/endpoints/members'
import { route } from '@/lib/server/next/route'

export const POST = route(postOwnPassword)
