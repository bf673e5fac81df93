import { queryOptions } from '@tanstack/react-query'
import { readinessKey } from './query-client'
import { noteBuild } from './updated'

/** What keeps the console from being up to date, worst first; `ready` = nothing. */
export type Readiness = 'ready' | 'server' | 'database' | 'worker'

/** What works, and since when something does not (epoch ms; null while all does). */
export interface ReadinessState {
  state: Readiness
  since: number | null
}

interface Checks {
  database?: { ok?: boolean }
  worker?: { ok?: boolean }
}

/** Polled every 10 s, every second while something is wrong, so that the banner goes as soon as it may. */
export const readinessQuery = () =>
  queryOptions({
    queryKey: readinessKey,
    queryFn: async ({ client }): Promise<ReadinessState> => {
      const state = await readReadiness()
      if (state === 'ready') return { state, since: null }
      const before = client.getQueryData<ReadinessState>(readinessKey)
      return { state, since: before?.since ?? Date.now() }
    },
    refetchInterval: (query) => (query.state.data?.state === 'ready' ? 10_000 : 1_000),
    retry: false,
  })

/** Asks `/readyz` what works; never throws. */
async function readReadiness(): Promise<Readiness> {
  let status: number
  let body: string
  try {
    const response = await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(8_000) })
    noteBuild(response)
    status = response.status
    // An answer that nobody reads keeps its connection, one of the browser's six, until the time limit.
    body = await response.text()
  } catch {
    return 'server'
  }
  if (status === 200) return 'ready'
  if (status !== 503) return 'server'
  const { database, worker } = readChecks(body)
  return database?.ok === true && worker?.ok !== true ? 'worker' : 'database'
}

function readChecks(body: string): Checks {
  try {
    return (JSON.parse(body) as { checks?: Checks }).checks ?? {}
  } catch {
    return {}
  }
}
