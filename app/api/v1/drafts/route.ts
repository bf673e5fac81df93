import { getDrafts } from '@/lib/api/endpoints/drafts'
import { route } from '@/lib/server/next/route'

export const GET = route(getDrafts)
