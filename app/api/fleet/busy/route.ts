import { busyClusters } from '@/lib/plans/endpoints'
import { route } from '@/lib/server/next/route'

export const GET = route(busyClusters)
