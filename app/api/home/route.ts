import { readHome } from '@/lib/home/endpoints'
import { route } from '@/lib/server/next/route'

export const GET = route(readHome)
