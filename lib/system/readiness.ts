import { isUnavailable } from '@/lib/server/outages'
import type { Sql } from '@/lib/server/sql'
import { within } from '@/lib/server/within'
import { workerSilentMsMax } from './silence'

/** Whether one part can do its work, and if not, why not. */
export interface CheckDto {
  ok: boolean
  message: string
}

export interface ReadinessDto {
  ready: boolean
  checks: { database: CheckDto; worker: CheckDto }
}

/** Longest that the database may take to answer; a browser that asks waits for 8 s. */
const answerMsMax = 4_000

/** Asks whether the database answers and a worker lives; without either, rollouts stand still. Never throws. */
export async function checkReadiness(sql: Sql, now: Date): Promise<ReadinessDto> {
  try {
    const question = 'SELECT max(seen_at) AS seen FROM worker_heartbeat'
    const rows = await within(answerMsMax, sql.query<{ seen: Date | null }>(question))
    if (!rows) return withoutDatabase('does not answer')
    const seenAt = rows[0]?.seen ?? null
    const alive = seenAt !== null && now.getTime() - seenAt.getTime() < workerSilentMsMax
    return {
      ready: alive,
      checks: {
        database: { ok: true, message: 'answers' },
        worker: { ok: alive, message: workerWords(seenAt, alive) },
      },
    }
  } catch (error) {
    return withoutDatabase(isUnavailable(error) ? 'cannot be reached' : 'answers with errors')
  }
}

function withoutDatabase(message: string): ReadinessDto {
  const unknown = { ok: false, message: 'unknown, because the database does not answer' }
  return { ready: false, checks: { database: { ok: false, message }, worker: unknown } }
}

function workerWords(seenAt: Date | null, alive: boolean): string {
  if (alive) return 'at least one is alive'
  return seenAt === null ? 'none has started yet' : `none has been heard of since ${seenAt.toISOString()}`
}
