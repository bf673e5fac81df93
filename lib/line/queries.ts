import type { Sql } from '@/lib/server/sql'
import type { LineDto } from './dto'
import { openStop } from './open-stop'

/** Tells whether the line is stopped, by whom, since when and why. */
export async function getLine(sql: Sql): Promise<LineDto> {
  const stop = await openStop(sql)
  return {
    stopped: stop !== null,
    reason: stop?.reason ?? null,
    stoppedBy: stop?.by ?? null,
    stoppedAt: stop?.at.toISOString() ?? null,
    held: stop?.held.map(String) ?? [],
  }
}
