import {
  deleteDisruptionBudget,
  getDisruptionBudget,
  putDisruptionBudget,
} from '@/lib/api/endpoints/disruption'
import { route } from '@/lib/server/next/route'

export const GET = route(getDisruptionBudget)
export const PUT = route(putDisruptionBudget)
export const DELETE = route(deleteDisruptionBudget)
