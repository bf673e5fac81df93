import { runningEmbeddedPostgres } from '../server/embedded-postgres'
import { readEnv } from '../server/env'
import { build } from './build'
import { startWorker } from './children'
import { say } from './say'
import { nextStopSignal } from './signals'
import { processRun, supervise } from './supervise'

const graceMs = 4_000

/**
 * Keeps one worker running on the database that DATABASE_URL names, else on the embedded one that a running
 * `npm start` keeps on the same data directory.
 * @returns the exit code.
 */
export async function main(): Promise<number> {
  const env = readEnv(process.env)
  const databaseUrl = env.databaseUrl ?? (await runningEmbeddedPostgres(env.dataDir))
  if (!databaseUrl) {
    process.stderr.write('No database: set DATABASE_URL, or run npm start on this data directory first.\n')
    return 1
  }
  await build()
  const stop = nextStopSignal()
  const settings = {
    env,
    databaseUrl,
    publicUrl: env.publicUrl ?? `http://localhost:${env.port}`,
    dev: false,
  }
  const worker = supervise('worker', () => processRun(startWorker('worker', settings)), say)
  await stop.requested
  await worker.stop(graceMs)
  return 0
}
