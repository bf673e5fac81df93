import { getOperations } from '@/lib/api/endpoints/operations'
import { route } from '@/lib/server/next/route'

export const GET = route(getOperations)
