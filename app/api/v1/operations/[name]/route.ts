import { deleteOperationByName, getOperation, putOperation } from '@/lib/api/endpoints/operations'
import { route } from '@/lib/server/next/route'

export const GET = route(getOperation)
export const PUT = route(putOperation)
export const DELETE = route(deleteOperationByName)
