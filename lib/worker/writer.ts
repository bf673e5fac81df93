import type pg from 'pg'
import { createPool, type PoolOptions } from '@/lib/server/pool'

/**
 * What tickers write, and what they ask before each start, has its plans made once per connection and kept: planning
 * anew each time cost Postgres a quarter more CPU (38 µs per transition instead of 30). A kept plan is made without
 * knowing the tables, and on a young or unanalysed table Postgres then likes to join by reading everything, 6 to 22
 * times slower; with only the way through the index left to it, the rate does not depend on how large the tables are.
 */
const settings = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
}

/** Opens the connections on which tickers write and look; nothing else belongs on them. */
export const createWriterPool = (options: PoolOptions): pg.Pool => createPool({ ...options, settings })
