import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { EventDto } from '@/lib/rollouts/dto'
import type { Sql } from '@/lib/server/sql'

/** An event as a row holds it, and as the archive keeps it (instants as ISO text there). */
export interface EventRow {
  seq: number
  at: Date | string
  type: string
  phase: string | null
  target_id: number | null
  cluster: string | null
  attempt: number | null
  actor: string
  data: Record<string, unknown> | null
}

/** The columns of an `EventRow`. */
export const eventColumns = 'seq, at, type, phase, target_id, cluster, attempt, actor, data'

const unzip = promisify(gunzip)

/**
 * Reads the events of a rollout after a sequence number, in order, at most `limit` of them, from wherever they
 * are: the log, or the archive. At the seam of the two it may give fewer than there are; the next read goes on.
 */
export async function readEvents(
  sql: Sql,
  rolloutId: number,
  after: number,
  limit: number,
): Promise<EventDto[]> {
  const rows = await sql.query<EventRow>(
    `SELECT ${eventColumns} FROM event WHERE rollout_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
    [rolloutId, after, limit],
  )
  // Numbers have no holes: if the next one is here, nothing before it is in the archive.
  if (rows[0]?.seq === after + 1) return rows.map((row) => eventDto(rolloutId, row))
  const archived = await readArchive(sql, rolloutId, after)
  const found = archived.length > 0 ? archived : rows
  return found.slice(0, limit).map((row) => eventDto(rolloutId, row))
}

async function readArchive(sql: Sql, rolloutId: number, after: number): Promise<EventRow[]> {
  const [run] = await sql.query<{ events: Buffer }>(
    'SELECT events FROM event_archive WHERE rollout_id = $1 AND to_seq > $2 ORDER BY from_seq LIMIT 1',
    [rolloutId, after],
  )
  return run ? (await unpack(run.events)).filter(({ seq }) => seq > after) : []
}

/** Unpacks a compressed run of the archive. */
export const unpack = async (events: Buffer): Promise<EventRow[]> =>
  JSON.parse((await unzip(events)).toString()) as EventRow[]

/** Shows an event. */
export const eventDto = (rolloutId: number, row: EventRow): EventDto => ({
  seq: row.seq,
  at: new Date(row.at).toISOString(),
  type: row.type,
  rollout: String(rolloutId),
  phase: row.phase,
  target: row.cluster,
  attempt: row.attempt,
  actor: row.actor,
  data: row.data,
})
