import { randomUUID } from 'node:crypto'
import { EventEmitter, setMaxListeners } from 'node:events'
import { Logger as JobLogger, run, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import { GroupLimits } from '@/lib/disruption/group-limits'
import { dropOldTickets } from '@/lib/disruption/place-tickets'
import { createDriverHost } from '@/lib/drivers/host'
import { keepEventLog } from '@/lib/event-log/keep-event-log'
import { dropOldDeliveries } from '@/lib/notifications/due-deliveries'
import { createNotificationSender } from '@/lib/notifications/notification-sender'
import { startDueRollouts } from '@/lib/rollouts/start-due-rollouts'
import { readSecret } from '@/lib/secrets/queries'
import type { Key } from '@/lib/server/keys'
import type { Logger } from '@/lib/server/log'
import { isUnavailable } from '@/lib/server/outages'
import { poolSql } from '@/lib/server/sql'
import { within } from '@/lib/server/within'
import { createNoticeSender } from '@/lib/webhooks/notice-sender'
import { createCarrier } from './carrier'
import { taskList } from './catalog'
import { createClock } from './clock'
import { every } from './every'
import { beat, buryDead, heartbeatMs, leave } from './heartbeat'
import { createLogBuffer } from './log-buffer'

/** How often things are done that keep a worker honest, in ms. */
const noticeMs = 150
const renewMs = 1_000
const adoptMs = 2_000
const scheduleMs = 1_000
const buryMs = 2_000
const logMs = 250
const clockMs = 30_000
const eventLogMs = 60_000
const ticketsMs = 60_000
const noticesMs = 500
/** Longest that each part of stopping waits for a database that may be gone; all is safe without it. */
const handOverMs = 1_800
const goodbyeMs = 600

export interface WorkerOptions {
  /** For everything but the queue. */
  readonly pool: pg.Pool
  /** For what tickers write and ask over and over; made by `createWriterPool`. */
  readonly writerPool: pg.Pool
  /** For the queue, which keeps one connection listening. */
  readonly queuePool: pg.Pool
  readonly log: Logger
  readonly secretKey: Key
  readonly privateNetworks: readonly string[]
  readonly runbooksDir: string | null
  /** Address under which outside systems reach the API, to answer for webhook gates. */
  readonly publicUrl: string
  /** How long the events of a finished rollout stay in the log before they are archived; 0 = for ever. */
  readonly archiveAfterDays: number
}

export interface Worker {
  readonly id: string
  /** Resolves if the queue ends by itself, which only happens when something is wrong. */
  readonly ended: Promise<void>
  /** Gives everything back, stops local processes, says goodbye; within seconds, database or not. */
  stop(): Promise<void>
}

/**
 * Starts a worker: it takes rollouts that the queue wakes or that nobody carries, and carries them. Any number
 * of workers may run; what each may do is decided by leases in the database.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { pool, writerPool, queuePool, log, secretKey, privateNetworks, runbooksDir } = options
  const workerId = `worker-${randomUUID()}`
  const sql = poolSql(pool)
  const clock = createClock(sql)
  const host = createDriverHost({ workerId, privateNetworks, runbooksDir })
  const logBuffer = createLogBuffer(sql)
  const limits = new GroupLimits()
  const carrier = createCarrier({
    workerId,
    pool,
    writerPool,
    sql,
    kept: poolSql(writerPool, { kept: true }),
    log,
    clock,
    logBuffer,
    limits,
    host,
    secretKey,
  })

  await clock.sync()
  const events: WorkerEvents = new EventEmitter()
  let poolId: string | null = null
  events.on('pool:create', ({ workerPool }) => {
    poolId = workerPool.id
  })
  const runner = await run({
    pgPool: queuePool,
    taskList: taskList(carrier),
    concurrency: 4,
    pollInterval: 1_000,
    noHandleSignals: true,
    parsedCronItems: [],
    events,
    logger: jobLogger(log),
  })
  await beat(sql, workerId, poolId)

  const stopping = new AbortController()
  // Each loop listens.
  setMaxListeners(20, stopping.signal)
  const report = (what: string) => (error: unknown) => {
    log[isUnavailable(error) ? 'warn' : 'error']({ err: error }, `${what} failed, trying again`)
  }
  const outside = {
    http: host.http,
    secret: (name: string) => readSecret(sql, secretKey, name),
    publicUrl: options.publicUrl,
    now: clock.now,
    signal: stopping.signal,
  }
  const notices = createNoticeSender(sql, outside, report('telling an outside system'))
  const news = createNotificationSender(sql, outside, report('telling a notification route'))
  const loop = (what: string, ms: number, work: () => Promise<unknown>) =>
    every(ms, stopping.signal, work, report(what))
  const loops = [
    loop('the heartbeat', heartbeatMs, () => beat(sql, workerId, poolId)),
    loop('looking for commands', noticeMs, carrier.notice),
    loop('renewing leases', renewMs, carrier.renew),
    loop('looking for work', adoptMs, carrier.adopt),
    loop('starting what is scheduled', scheduleMs, () =>
      startDueRollouts({ pool, now: () => new Date(clock.now()) }),
    ),
    loop('burying dead workers', buryMs, () => buryDead(sql)),
    loop('writing logs', logMs, logBuffer.flush),
    loop('comparing clocks', clockMs, clock.sync),
    loop('keeping the event log', eventLogMs, () =>
      keepEventLog(pool, new Date(clock.now()), options.archiveAfterDays),
    ),
    loop('looking for gates that ask outside', noticesMs, notices.send),
    loop('looking for news to tell', noticesMs, news.send),
    loop('forgetting old deliveries', eventLogMs, () => dropOldDeliveries(sql)),
    loop('clearing queues for places', ticketsMs, () => dropOldTickets(sql)),
  ]
  log.info({ worker: workerId }, 'worker started')

  return {
    id: workerId,
    ended: runner.promise,
    stop: async () => {
      stopping.abort()
      const handOver = [
        carrier.close(),
        notices.close(),
        news.close(),
        runner.stop().catch(report('stopping the queue')),
        ...loops,
      ]
      const handedOver = await within(handOverMs, Promise.all(handOver))
      await host.close()
      const goodbye = async () => {
        await logBuffer.flush().catch(report('writing logs'))
        await leave(sql, workerId).catch(report('saying goodbye'))
        return true
      }
      const left = await within(goodbyeMs, goodbye())
      if (handedOver && left) log.info({ worker: workerId }, 'worker stopped')
      else log.warn({ worker: workerId }, 'worker stopped without a word to the database; leases run out')
    },
  }
}

/** What the queue says goes to our log; its everyday talk only when somebody debugs. */
function jobLogger(log: Logger): JobLogger {
  return new JobLogger(() => (level, message) => {
    if (level === 'error') log.error({ queue: true }, message)
    else if (level === 'warning') log.warn({ queue: true }, message)
    else log.debug({ queue: true }, message)
  })
}
