import { listApprovals } from '@/lib/approvals/endpoints'
import { route } from '@/lib/server/next/route'

export const GET = route(listApprovals)
