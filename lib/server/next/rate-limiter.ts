import type { Sql } from '../sql'

/** Says whether a caller may go on. */
export interface RateLimiter {
  /** Counts `cost` for a key; answers the seconds to wait, 0 = go on. Never throws: an outage limits nobody. */
  spend(key: string, cost: number, limit: number): Promise<number>
}

/** Length of a counting window. */
const windowMs = 10_000
/** How long this process counts on its own before it tells the others; bounds the overshoot. */
const syncMs = 500

interface Bucket {
  windowEnd: number
  /** What all processes had spent at the last sync. */
  shared: number
  /** What was spent here since. */
  own: number
  syncedAt: number
}

/**
 * Makes a limiter whose counters live in Postgres, so that all web servers share them, at a cost of at most
 * two statements a second and caller: in between each process counts on its own.
 */
export function createRateLimiter(sql: Sql, now: () => Date): RateLimiter {
  const buckets = new Map<string, Bucket>()

  const bucketOf = (key: string, at: number): Bucket => {
    const windowEnd = (Math.floor(at / windowMs) + 1) * windowMs
    const known = buckets.get(key)
    if (known?.windowEnd === windowEnd) return known
    if (buckets.size > 10_000) forgetOld(buckets, at)
    const fresh = { windowEnd, shared: 0, own: 0, syncedAt: 0 }
    buckets.set(key, fresh)
    return fresh
  }

  return {
    async spend(key, cost, limit) {
      const at = now().getTime()
      const bucket = bucketOf(key, at)
      bucket.own += cost
      if (at - bucket.syncedAt >= syncMs) await share(sql, key, bucket, at)
      return bucket.shared + bucket.own > limit ? Math.ceil((bucket.windowEnd - at) / 1000) : 0
    },
  }
}

async function share(sql: Sql, key: string, bucket: Bucket, at: number): Promise<void> {
  const spent = bucket.own
  bucket.own = 0
  bucket.syncedAt = at
  try {
    const [row] = await sql.query<{ count: number }>(
      `INSERT INTO rate_limit AS l (key, count, resets_at) VALUES ($1, $2, $3)
       ON CONFLICT (key) DO UPDATE SET
         count = CASE WHEN l.resets_at = excluded.resets_at THEN l.count + excluded.count ELSE excluded.count END,
         resets_at = excluded.resets_at
       RETURNING count`,
      [`calls:${key}`, spent, new Date(bucket.windowEnd)],
    )
    bucket.shared = row?.count ?? spent
  } catch {
    bucket.shared += spent
  }
}

function forgetOld(buckets: Map<string, Bucket>, at: number): void {
  for (const [key, bucket] of buckets) if (bucket.windowEnd <= at) buckets.delete(key)
}
