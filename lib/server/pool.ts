import pg from 'pg'
import { parserOf } from './column-parsers'

export interface PoolOptions {
  url: string
  /** Shown in pg_stat_activity; says which process and which part of it. */
  applicationName: string
  /** Most connections held at once. */
  connectionsMax?: number
  /** Longest a statement may run on the server. */
  statementTimeoutMs?: number
  /** Longest a statement may wait for a lock. */
  lockTimeoutMs?: number
  /** Settings of every session beyond ours, by name. */
  settings?: Readonly<Record<string, string>>
  /** Is told when a connection is lost that nobody was using; the pool itself replaces it. */
  onError?: (error: Error) => void
}

/**
 * Makes a connection pool in which nothing can wait for ever: a default pool hangs in a network black hole,
 * both on connecting and on a connection that was fine a moment ago.
 *
 * Every wait has two limits, one at the server (which frees its locks) and a longer one here (for when the
 * server cannot be heard). Sessions are in UTC: Prisma stores instants hours off without that.
 */
export function createPool({
  url,
  applicationName,
  connectionsMax = 10,
  statementTimeoutMs = 10_000,
  lockTimeoutMs = 5_000,
  settings = {},
  onError = () => {},
}: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max: connectionsMax,
    connectionTimeoutMillis: 5_000,
    query_timeout: statementTimeoutMs + 5_000,
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: 30_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    options: Object.entries({ timezone: 'UTC', ...settings })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    types: { getTypeParser: parserOf },
  })
  // Without these listeners a lost connection would end the process.
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  return pool
}
