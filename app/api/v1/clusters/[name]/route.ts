import { deleteClusterByName, getClusterByName } from '@/lib/api/endpoints/clusters'
import { route } from '@/lib/server/next/route'

export const GET = route(getClusterByName)
export const DELETE = route(deleteClusterByName)
