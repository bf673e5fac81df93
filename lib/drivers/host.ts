/** What the process that runs drivers lets them use. */
export interface DriverHostOptions {
  /** Unique over all workers and their restarts; without `:`. */
  readonly workerId: string
  /** CIDRs that drivers may reach besides public addresses. */
  readonly privateNetworks: readonly string[]
  /** Directory of the runbooks that the command driver may run; null = none may. */
  readonly runbooksDir: string | null
}

/** Process-wide resources of the drivers: connections and local processes. One per worker. */
export interface DriverHost extends DriverHostOptions {
  /** Stops local processes and closes connections. */
  close(): Promise<void>
}
