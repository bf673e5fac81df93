import type { Sql } from '@/lib/server/sql'

/**
 * Guessing is slowed down, nobody is locked out. Three counters see every failure: of the account from this
 * address (strict: a person mistypes a few times), of the address over all accounts, and of the account over
 * all addresses. The last one delays by at most 30 seconds, because whoever knows a name could otherwise keep
 * its owner out from anywhere.
 */
const counters = [
  {
    key: (username: string, ip: string) => `sign-in:pair:${username}:${ip}`,
    free: 5,
    delayMaxSeconds: 15 * 60,
  },
  { key: (_: string, ip: string) => `sign-in:address:${ip}`, free: 30, delayMaxSeconds: 15 * 60 },
  { key: (username: string) => `sign-in:account:${username}`, free: 20, delayMaxSeconds: 30 },
]
/** Failures older than this are forgotten. */
const memorySeconds = 3600

/** Says how many seconds of waiting so many failures cost: none at first, then 1, 2, 4 … up to the most. */
export function delaySeconds(failures: number, free: number, delayMaxSeconds: number): number {
  if (failures < free) return 0
  return Math.min(delayMaxSeconds, 2 ** Math.min(failures - free, 20))
}

const keysOf = (username: string, ip: string | null) =>
  counters.map((counter) => counter.key(username, ip ?? 'unknown'))

/** Tells how many seconds an attempt must still wait; 0 = it may be made now. */
export async function secondsToWait(
  sql: Sql,
  username: string,
  ip: string | null,
  now: Date,
): Promise<number> {
  const keys = keysOf(username, ip)
  const rows = await sql.query<{ key: string; count: number; resets_at: Date }>(
    'SELECT key, count, resets_at FROM rate_limit WHERE key = ANY($1) AND resets_at > $2',
    [keys, now],
  )
  const waits = rows.map(({ key, count, resets_at }) => {
    const counter = counters[keys.indexOf(key)]
    if (!counter) return 0
    const failedAt = resets_at.getTime() - memorySeconds * 1000
    const until = failedAt + delaySeconds(count, counter.free, counter.delayMaxSeconds) * 1000
    return Math.ceil((until - now.getTime()) / 1000)
  })
  return Math.max(0, ...waits)
}

/** Counts one failed attempt. */
export async function countFailure(sql: Sql, username: string, ip: string | null, now: Date): Promise<void> {
  const forgottenAt = new Date(now.getTime() + memorySeconds * 1000)
  // Sorted: two failures at once must take the row locks in one order.
  await sql.query(
    `INSERT INTO rate_limit AS l (key, count, resets_at)
     SELECT key, 1, $2 FROM unnest($1::text[]) AS key ORDER BY key
     ON CONFLICT (key) DO UPDATE SET
       count = CASE WHEN l.resets_at > $3 THEN l.count + 1 ELSE 1 END, resets_at = excluded.resets_at`,
    [keysOf(username, ip), forgottenAt, now],
  )
}

/** Sweeps counters that count no more; anybody can make rows by guessing names, so guessing removes them too. */
export async function sweepCounters(sql: Sql, now: Date): Promise<void> {
  await sql.query(
    `DELETE FROM rate_limit WHERE key IN (
       SELECT key FROM rate_limit WHERE resets_at < $1 LIMIT 100 FOR UPDATE SKIP LOCKED)`,
    [now],
  )
}

/** Forgets the failures of an account from an address, after its owner got in. */
export async function forgetFailures(sql: Sql, username: string, ip: string | null): Promise<void> {
  await sql.query('DELETE FROM rate_limit WHERE key = $1', [keysOf(username, ip)[0]])
}
