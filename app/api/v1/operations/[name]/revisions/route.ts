import { getOperationRevisions } from '@/lib/api/endpoints/operations'
import { route } from '@/lib/server/next/route'

export const GET = route(getOperationRevisions)
