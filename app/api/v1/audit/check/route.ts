import { getAuditCheck } from '@/lib/api/endpoints/audit'
import { route } from '@/lib/server/next/route'

export const GET = route(getAuditCheck)
