import type { Sql } from '@/lib/server/sql'

/** A piece of the event log: the events of rollouts `from` ≤ id < `to`. */
export interface Partition {
  /** Name of its table, safe to stand in a statement. */
  readonly table: string
  readonly from: number
  readonly to: number
}

/** Ids that the newest rollout is kept away from the end of the last partition. */
const idsAhead = 250

/** Lists the partitions of the event log, oldest first, without the one for what has none. */
export async function partitions(sql: Sql): Promise<Partition[]> {
  const rows = await sql.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'event'::regclass`,
  )
  return rows
    .flatMap(({ name }) => {
      const [, from, to] = /^event_(\d+)_(\d+)$/.exec(name) ?? []
      return from && to ? [{ table: name, from: Number(from), to: Number(to) }] : []
    })
    .sort((a, b) => a.from - b.from)
}

/** Makes partitions for the rollouts to come. */
export async function keepPartitions(sql: Sql): Promise<void> {
  await sql.query('SELECT keep_event_partitions($1)', [idsAhead])
}
