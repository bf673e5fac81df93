import type { EventDto } from '@/lib/rollouts/dto'
import { rolloutIdOf } from '@/lib/rollouts/rollout-id'
import { found } from '@/lib/server/errors'
import type { Sql } from '@/lib/server/sql'
import { readEvents } from './read-events'

/** Lists the events of a rollout after a sequence number, in order and without gaps, archived or not. */
export async function listEvents(
  sql: Sql,
  { rollout, after, limit }: { rollout: string; after: number; limit: number },
): Promise<{ items: EventDto[]; lastSeq: number }> {
  const rolloutId = rolloutIdOf(rollout)
  const [row] = await sql.query<{ last_seq: number }>('SELECT last_seq FROM rollout WHERE id = $1', [
    rolloutId,
  ])
  const lastSeq = found(row, 'rollout', rollout).last_seq
  const items: EventDto[] = []
  for (;;) {
    const seen = items.at(-1)?.seq ?? after
    const more = items.length < limit ? await readEvents(sql, rolloutId, seen, limit - items.length) : []
    if (more.length === 0) return { items, lastSeq }
    items.push(...more)
  }
}
