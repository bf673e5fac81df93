import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/client/api'
import type { BrokenClusterDto, DisruptionBudgetDto } from './dto'

interface Budgets {
  items: DisruptionBudgetDto[]
  broken: BrokenClusterDto[]
}

/** Disruption budgets with their present use, and the clusters that are broken; asked again every five seconds. */
export const budgetsQuery = () =>
  queryOptions({
    queryKey: ['disruption'],
    queryFn: ({ signal }) => api<Budgets>('GET', '/api/v1/disruption-budgets', { signal }),
    refetchInterval: 5_000,
  })
