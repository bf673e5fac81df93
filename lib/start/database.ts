import { type EmbeddedPostgres, startEmbeddedPostgres } from '../server/embedded-postgres'
import type { Env } from '../server/env'
import { say } from './say'
import { type Run, type Supervised, supervise } from './supervise'

/** The database the product runs on. */
export interface Database {
  url: string
  stop(graceMs: number): Promise<void>
}

/**
 * Gets the database ready to connect to: the one that DATABASE_URL names, else the embedded one, which is
 * kept running from then on.
 * @param moved is told the new URL in the rare case that the embedded one comes back under another port.
 */
export async function openDatabase(env: Env, moved: (url: string) => void): Promise<Database> {
  if (env.databaseUrl) return { url: env.databaseUrl, stop: async () => {} }
  say('Starting Postgres …')
  let first: EmbeddedPostgres | undefined = await startEmbeddedPostgres(env.dataDir)
  if (!first.directory.startsWith(env.dataDir)) {
    say(`Its data is in ${first.directory}: the account that runs it cannot enter ${env.dataDir}.`)
  }
  let url = first.url
  const keeper: Supervised = supervise(
    'Postgres',
    async () => {
      const server = first ?? (await startEmbeddedPostgres(env.dataDir))
      first = undefined
      if (server.url !== url) moved(server.url)
      url = server.url
      return serverRun(server)
    },
    say,
  )
  return { url, stop: keeper.stop }
}

function serverRun(server: EmbeddedPostgres): Run {
  return {
    ended: server.exited.then(() => `see postgres.log in the data directory`),
    stop: (graceMs) => server.stop(graceMs),
  }
}
