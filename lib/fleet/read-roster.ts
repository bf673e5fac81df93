import type { Sql } from '@/lib/server/sql'
import { encodeRoster, type Roster, type RosterRow } from './roster'

/** Names the present state of the fleet: any insert, change or removal gives another tag. */
export async function rosterTag(sql: Sql): Promise<string> {
  const [row] = await sql.query<{ tag: string }>(
    `SELECT count(*) || '-' || coalesce(max(id), 0) || '-' || coalesce(extract(epoch FROM max(updated_at)), 0) AS tag
     FROM cluster`,
  )
  return `"${row?.tag ?? '0'}"`
}

/** Reads the whole fleet, by name, as columns. */
export async function readRoster(sql: Sql): Promise<Roster> {
  const rows = await sql.query<RosterRow>(
    `SELECT name, kind, provider, region, environment, tier, version, weight, labels
     FROM cluster ORDER BY name COLLATE "C"`,
  )
  return encodeRoster(rows)
}
