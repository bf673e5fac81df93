import { getSecrets } from '@/lib/api/endpoints/secrets'
import { route } from '@/lib/server/next/route'

export const GET = route(getSecrets)
