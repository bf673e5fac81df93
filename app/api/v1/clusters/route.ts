import { getClusters, putClusters } from '@/lib/api/endpoints/clusters'
import { route } from '@/lib/server/next/route'

export const GET = route(getClusters)
export const PUT = route(putClusters)
