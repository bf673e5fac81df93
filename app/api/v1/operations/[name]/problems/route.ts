import { postOperationProblems } from '@/lib/api/endpoints/operations'
import { route } from '@/lib/server/next/route'

export const POST = route(postOperationProblems)
