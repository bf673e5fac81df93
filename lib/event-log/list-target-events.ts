import type { EventDto } from '@/lib/rollouts/dto'
import { rolloutIdOf } from '@/lib/rollouts/rollout-id'
import { found } from '@/lib/server/errors'
import type { Sql } from '@/lib/server/sql'
import { type EventRow, eventColumns, eventDto, unpack } from './read-events'

/** A cluster has about ten events; who retries it a hundred times sees the newest of them. */
const shownMax = 500

/** Lists the events of one target of a rollout, in order, archived or not: the newest 500. */
export async function listTargetEvents(
  sql: Sql,
  { rollout, cluster }: { rollout: string; cluster: string },
): Promise<EventDto[]> {
  const rolloutId = rolloutIdOf(rollout)
  const [target] = await sql.query('SELECT 1 FROM target WHERE rollout_id = $1 AND cluster = $2', [
    rolloutId,
    cluster,
  ])
  found(target, 'target', cluster)
  const kept = await sql.query<EventRow>(
    `SELECT ${eventColumns} FROM event WHERE rollout_id = $1 AND cluster = $2 ORDER BY seq`,
    [rolloutId, cluster],
  )
  const rows = [...(await archivedOf(sql, rolloutId, cluster, kept[0]?.seq ?? null)), ...kept]
  return rows.slice(-shownMax).map((row) => eventDto(rolloutId, row))
}

/** What is in the archive and not in the log as well, which it is while a partition is on its way there. */
async function archivedOf(
  sql: Sql,
  rolloutId: number,
  cluster: string,
  keptFrom: number | null,
): Promise<EventRow[]> {
  const runs = await sql.query<{ events: Buffer }>(
    'SELECT events FROM event_archive WHERE rollout_id = $1 ORDER BY from_seq',
    [rolloutId],
  )
  const rows: EventRow[] = []
  for (const { events } of runs) {
    rows.push(...(await unpack(events)).filter((row) => row.cluster === cluster))
  }
  return keptFrom === null ? rows : rows.filter(({ seq }) => seq < keptFrom)
}
