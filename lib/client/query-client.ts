import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './api'

/** What everything that asks whether the server is well listens to. */
export const readinessKey = ['readiness'] as const

/**
 * Makes the cache of a browser. Refusals are not tried again, outages are, forever and ever more slowly:
 * a screen left open over a database restart recovers by itself.
 */
export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (!(error instanceof ApiError && error.isOutage) || query.queryKey[0] === readinessKey[0]) return
        void client.invalidateQueries({ queryKey: readinessKey })
      },
    }),
    defaultOptions: {
      queries: {
        // The console must also work where the browser believes to be offline, as on a jump host.
        networkMode: 'always',
        staleTime: 5_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => error instanceof ApiError && error.isOutage && failures < 1_000,
        retryDelay: (attempt) => Math.min(10_000, 500 * 2 ** attempt),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
  return client
}
