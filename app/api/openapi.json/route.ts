import { getOpenApi } from '@/lib/api/openapi/endpoint'
import { route } from '@/lib/server/next/route'

export const GET = route(getOpenApi)
