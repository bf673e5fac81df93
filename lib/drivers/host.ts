import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createProcesses, type Processes } from './command/processes'
import type { GuardOptions } from './network/guarded-agent'
import { createHttpClient, type HttpClient } from './network/http-client'
import { createResolver, type Resolver } from './network/resolver'

/** What the process that runs drivers lets them use. */
export interface DriverHostOptions {
  /** Unique over all workers and their restarts. */
  readonly workerId: string
  /** CIDRs that drivers may reach besides public addresses. */
  readonly privateNetworks: readonly string[]
  /** Directory of the runbooks that the command driver may run; null = none may. */
  readonly runbooksDir: string | null
  /** What runbooks find in their environment besides what their operation gives them. */
  readonly environment?: Readonly<Record<string, string>>
  /** Resolves names; the system's resolver by default. */
  readonly lookup?: GuardOptions['lookup']
}

/** Process-wide resources of the drivers: connections and local processes. */
export interface DriverHost {
  readonly workerId: string
  readonly http: HttpClient
  /** Where a connection that is not HTTP may go. */
  readonly resolve: Resolver
  readonly processes: Processes
  readonly runbooksDir: string | null
  readonly environment: Readonly<Record<string, string>>
  /** Stops local processes and closes connections. */
  close(): Promise<void>
}

/** Opens the resources of the drivers, one per worker process; throws when an option is malformed. */
export function createDriverHost(options: DriverHostOptions): DriverHost {
  const http = createHttpClient(options)
  const processes = createProcesses(options.workerId, findGuardian())
  return {
    workerId: options.workerId,
    http,
    resolve: createResolver(options),
    processes,
    runbooksDir: options.runbooksDir,
    environment: options.environment ?? defaultEnvironment(),
    close: async () => {
      await processes.close()
      await http.close()
    },
  }
}

/** The little that scripts cannot do without; nothing else of the worker's environment reaches them. */
function defaultEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    HOME: os.homedir(),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
  }
}

/** Finds the guardian beside this file, or in the source tree when this file was bundled away from it. */
function findGuardian(): string {
  const candidates = [
    fileURLToPath(new URL('./command/guardian.mjs', import.meta.url)),
    path.resolve('lib/drivers/command/guardian.mjs'),
  ]
  const found = candidates.find((file) => existsSync(file))
  if (!found)
    throw new Error(`the guardian of local processes is missing, looked at ${candidates.join(' and ')}`)
  return found
}
