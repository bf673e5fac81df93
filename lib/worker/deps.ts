import type pg from 'pg'
import type { GroupLimits } from '@/lib/disruption/group-limits'
import type { DriverHost } from '@/lib/drivers/host'
import type { Key } from '@/lib/server/keys'
import type { Logger } from '@/lib/server/log'
import type { Sql } from '@/lib/server/sql'
import type { Clock } from './clock'
import type { LogBuffer } from './log-buffer'

/** What a worker lends to the tickers it runs. */
export interface WorkerDeps {
  readonly workerId: string
  readonly pool: pg.Pool
  readonly sql: Sql
  /** For what tickers write and ask over and over: plans are kept; see `createWriterPool`. */
  readonly writerPool: pg.Pool
  readonly kept: Sql
  readonly log: Logger
  readonly clock: Clock
  readonly logBuffer: LogBuffer
  /** Limits of disruption budgets, resolved lately. */
  readonly limits: GroupLimits
  readonly host: DriverHost
  /** Opens stored secrets. */
  readonly secretKey: Key
}
