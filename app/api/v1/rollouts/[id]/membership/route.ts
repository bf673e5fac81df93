import { getMembership } from '@/lib/api/endpoints/membership'
import { route } from '@/lib/server/next/route'

export const GET = route(getMembership)
