import { createWatcher, type Watcher } from '@/lib/stream/server/watcher'
import { environment } from '../env'
import type { PrismaClient } from '../generated/prisma/client'
import { encryptionKey, type Key, sessionSecret } from '../keys'
import { createLog, type Logger } from '../log'
import { createMetrics, type Metrics } from '../metrics'
import type { Services } from '../mutation'
import { createPool } from '../pool'
import { createPrisma } from '../prisma'
import { poolSql } from '../sql'
import { createRateLimiter, type RateLimiter } from './rate-limiter'

/** What the web server lends to routes, actions and pages. */
export interface WebServices extends Services {
  prisma: PrismaClient
  log: Logger
  /** Signs session cookies. */
  sessionSecret: string
  /** Encrypts stored secrets; read when first needed, so that a web server without secrets needs no key. */
  encryptionKey(): Key
  limiter: RateLimiter
  watcher: Watcher
  metrics: Metrics
}

/**
 * Kept on `globalThis`: Next loads modules once per bundle, and two pools would be one too many.
 * Everything below the edge is given its services; only Next's entry points, which Next calls, fetch them here.
 */
const holder = globalThis as { clusterUpgraderWeb?: WebServices }

/** The services of this web server, opened at the first call. */
export function webServices(): WebServices {
  holder.clusterUpgraderWeb ??= open()
  return holder.clusterUpgraderWeb
}

/** Puts other services in place, for tests that call routes and actions without a server. */
export function provideWebServices(services: WebServices): void {
  holder.clusterUpgraderWeb = services
}

function open(): WebServices {
  const env = environment()
  if (!env.databaseUrl) throw new Error('DATABASE_URL is not set: start the web server with npm start')
  const log = createLog('web', env.logLevel)
  const onError = (error: Error) => log.warn({ error }, 'lost a database connection')
  const pool = createPool({ url: env.databaseUrl, applicationName: 'web', connectionsMax: 20, onError })
  const now = () => new Date()
  return {
    pool,
    now,
    log,
    prisma: createPrisma({ url: env.databaseUrl, applicationName: 'web-prisma', onError }),
    sessionSecret: sessionSecret(env),
    encryptionKey: () => encryptionKey(env),
    limiter: createRateLimiter(poolSql(pool), now),
    metrics: createMetrics(),
    watcher: createWatcher({ pool, onError: (error) => log.warn({ error }, 'cannot watch rollouts') }),
  }
}
