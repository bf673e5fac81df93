import type pg from 'pg'
import { createPool, type PoolOptions } from '@/lib/server/pool'

/**
 * Plans of the statements that tickers write are made once per connection and kept: planning anew each time cost
 * Postgres a quarter more CPU (38 µs per transition instead of 30). A kept plan is made without knowing the tables, and on a young or unanalysed table Postgres
 * then likes to join by reading everything, 6 to 22 times slower; with only the way through the index left to it,
 * the rate does not depend on how large the tables are.
 */
const settings = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
}

/** Opens the connections on which tickers write; nothing else belongs on them. */
export const createWriterPool = (options: PoolOptions): pg.Pool => createPool({ ...options, settings })

const names = new Map<string, string>()

/** Runs a statement of which there are few forms, keeping its plan. */
export async function runKept<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  { text, values }: { text: string; values: unknown[] },
): Promise<Row[]> {
  let name = names.get(text)
  if (name === undefined) {
    name = `turn-${names.size}`
    names.set(text, name)
  }
  return (await pool.query<Row>({ name, text, values })).rows
}
