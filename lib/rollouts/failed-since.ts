import { AppError } from '@/lib/server/errors'
import type { Sql } from '@/lib/server/sql'
import type { Standing } from './load'

/** The newest event that somebody had seen, as they say; whatever is newest now when they do not. */
export function newestSeen({ lastSeq }: Standing, seenSeq: number | undefined): number {
  if (seenSeq === undefined || seenSeq <= lastSeq) return seenSeq ?? lastSeq
  const message = `is ${seenSeq}, and the newest event is ${lastSeq}`
  throw new AppError('invalid', `seenSeq: ${message}`, { problems: [{ path: ['seenSeq'], message }] })
}

/** Lists the clusters whose target has failed after an event. */
export async function failedSince(tx: Sql, rolloutId: number, seq: number): Promise<string[]> {
  const rows = await tx.query<{ cluster: string }>(
    `SELECT cluster FROM event WHERE rollout_id = $1 AND seq > $2 AND type = 'target.failed' ORDER BY seq`,
    [rolloutId, seq],
  )
  return rows.map(({ cluster }) => cluster)
}
