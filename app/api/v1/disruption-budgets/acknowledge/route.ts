import { postAcknowledge } from '@/lib/api/endpoints/disruption'
import { route } from '@/lib/server/next/route'

export const POST = route(postAcknowledge)
