import { getSessions } from '@/lib/api/endpoints/tokens'
import { route } from '@/lib/server/next/route'

export const GET = route(getSessions)
