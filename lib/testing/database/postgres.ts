import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/lib/server/embedded-postgres'

/** A real Postgres for tests, on loopback, in a directory of its own. */
export interface TestPostgres {
  /** Connection URL of its database `upgrader`; the port stays the same over restarts. */
  readonly url: string
  /** Process id of the server that runs now. */
  readonly pid: number
  /** Crashes the server, as a power cut would: kill -9 of its main process. */
  kill(): Promise<void>
  /** Starts the server again, after `kill` or in place of the running one. */
  restart(): Promise<void>
  /** Stops the server and removes its directory. */
  stop(): Promise<void>
}

/** For tests that never crash the server: what is lost in a crash need not be written through. */
const fastSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/**
 * Starts a Postgres of its own.
 * @param options.durable keeps the settings of production, as tests that crash the server need.
 */
export async function startPostgres(options: { durable?: boolean } = {}): Promise<TestPostgres> {
  const directory = mkdtempSync(path.join(tmpdir(), 'upgrader-test-'))
  const settings = { max_connections: '200', ...(options.durable ? {} : fastSettings) }
  const start = () => startEmbeddedPostgres(directory, { settings })
  let server: EmbeddedPostgres = await start()
  return {
    get url() {
      return server.url
    },
    get pid() {
      return server.pid
    },
    kill: async () => {
      process.kill(server.pid, 'SIGKILL')
      await server.exited
    },
    restart: async () => {
      await server.stop()
      server = await start()
    },
    stop: async () => {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
