import { getFacets } from '@/lib/api/endpoints/clusters'
import { route } from '@/lib/server/next/route'

export const GET = route(getFacets)
