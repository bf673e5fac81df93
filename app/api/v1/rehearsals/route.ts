import { postRehearsals } from '@/lib/api/endpoints/rehearsals'
import { route } from '@/lib/server/next/route'

export const POST = route(postRehearsals)
