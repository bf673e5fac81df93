/**
 * The worker process. Crash-only: what nobody expected ends it at once, and its supervisor starts another; all
 * that it must not lose is in the database.
 */
import { environment } from '@/lib/server/env'
import { encryptionKey } from '@/lib/server/keys'
import { createLog } from '@/lib/server/log'
import { createPool } from '@/lib/server/pool'
import { within } from '@/lib/server/within'
import { startWorker } from './worker'
import { createWriterPool } from './writer'

const env = environment()
const log = createLog('worker', env.logLevel)

function die(error: unknown): never {
  log.fatal({ err: error }, 'the worker cannot go on')
  process.exit(1)
}
process.on('uncaughtException', die)
process.on('unhandledRejection', die)

if (!env.databaseUrl) die(new Error('DATABASE_URL is not set'))
const onError = (error: Error) => log.warn({ err: error }, 'a database connection was lost')
const url = env.databaseUrl as string
const pool = createPool({
  url,
  applicationName: 'worker',
  connectionsMax: 10,
  statementTimeoutMs: 30_000,
  onError,
})
const writerPool = createWriterPool({ url, applicationName: 'worker-writer', connectionsMax: 8, onError })
const queuePool = createPool({ url, applicationName: 'worker-queue', connectionsMax: 6, onError })

const worker = await startWorker({
  pool,
  writerPool,
  queuePool,
  log,
  secretKey: encryptionKey(env),
  privateNetworks: env.privateNetworks,
  runbooksDir: env.runbooks ?? null,
  publicUrl: env.publicUrl ?? `http://localhost:${env.port}`,
  archiveAfterDays: env.archiveAfterDays,
})

const closeMs = 500
let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await worker.stop()
  // A connection to a database that is gone would hold this up for as long as its last statement may run.
  await within(closeMs, Promise.all([pool.end(), writerPool.end(), queuePool.end()]))
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop().catch(die))
worker.ended.then(() => {
  if (!stopping) die(new Error('the queue ended by itself'))
}, die)
