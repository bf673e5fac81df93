import { getDisruptionBudgets } from '@/lib/api/endpoints/disruption'
import { route } from '@/lib/server/next/route'

export const GET = route(getDisruptionBudgets)
