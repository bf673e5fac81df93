import pg from 'pg'
import { eventually } from '../../faults/eventually'
import type { Judge } from './round'

const patienceMs = 60_000
/** What two workers and a web server may have open at most, by their pools. */
const connectionsMax = 2 * (10 + 6 + 6 + 2) + 40

/** After the faults the database is at rest again: no transaction hangs, nobody waits for a lock. */
export const judgeRest: Judge = async ({ product }, _, say) => {
  let last: unknown
  await eventually('the database is at rest', patienceMs, async () => {
    const now = await sessions(product.postgres.url)
    last = now
    return now.hanging === 0 && now.waiting === 0 && now.open <= connectionsMax ? true : undefined
  }).catch(() => say(`the database does not come to rest: ${JSON.stringify(last)} (18)`))
}

async function sessions(url: string): Promise<{ open: number; hanging: number; waiting: number }> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    const { rows } = await client.query(
      `SELECT count(*)::int AS open,
         count(*) FILTER (WHERE state LIKE 'idle in transaction%' AND now() - state_change > interval '2 s')::int AS hanging,
         (SELECT count(*)::int FROM pg_locks WHERE NOT granted) AS waiting
       FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    )
    return rows[0]
  } finally {
    await client.end()
  }
}
