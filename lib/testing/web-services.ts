import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import { createLog } from '@/lib/server/log'
import { createMetrics } from '@/lib/server/metrics'
import { createRateLimiter } from '@/lib/server/next/rate-limiter'
import { provideWebServices, type WebServices } from '@/lib/server/next/services'
import { shutDown } from '@/lib/server/next/shutdown'
import { poolSql } from '@/lib/server/sql'
import { createWatcher } from '@/lib/stream/server/watcher'
import type { TestDatabase } from './database'

/**
 * Puts the web server's services in place for a test file's routes and actions, on the file's own database, and
 * closes after it what routes have opened, as the web server does at its end: the next file has a database of its own.
 * @param now the clock; tests of limits and expiry bring their own.
 */
export function testWebServices(database: TestDatabase, now = () => new Date()): () => WebServices {
  let services: WebServices
  beforeAll(() => {
    const bytes = randomBytes(32)
    const id = createHash('sha256').update(bytes).digest('hex').slice(0, 8)
    services = {
      pool: database.pool,
      prisma: database.prisma,
      now,
      log: createLog('test', 'silent'),
      sessionSecret: randomBytes(32).toString('base64'),
      encryptionKey: () => ({ id, bytes }),
      limiter: createRateLimiter(poolSql(database.pool), now),
      metrics: createMetrics(),
      watcher: createWatcher({ pool: database.pool }),
    }
    provideWebServices(services)
  })
  afterAll(shutDown)
  return () => services
}
