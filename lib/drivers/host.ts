import type { GuardOptions } from './network/guarded-agent'
import { createHttpClient, type HttpClient } from './network/http-client'

/** What the process that runs drivers lets them use. */
export interface DriverHostOptions {
  /** Unique over all workers and their restarts; without `:`. */
  readonly workerId: string
  /** CIDRs that drivers may reach besides public addresses. */
  readonly privateNetworks: readonly string[]
  /** Directory of the runbooks that the command driver may run; null = none may. */
  readonly runbooksDir: string | null
  /** Resolves names; the system's resolver by default. */
  readonly lookup?: GuardOptions['lookup']
}

/** Process-wide resources of the drivers: connections and local processes. */
export interface DriverHost {
  readonly workerId: string
  readonly http: HttpClient
  /** Stops local processes and closes connections. */
  close(): Promise<void>
}

/** Opens the resources of the drivers, one per worker process; throws when an option is malformed. */
export function createDriverHost(options: DriverHostOptions): DriverHost {
  const http = createHttpClient(options)
  return { workerId: options.workerId, http, close: () => http.close() }
}
