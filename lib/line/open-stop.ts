import type { Sql } from '@/lib/server/sql'

/** A stop of the line that is in force. */
export interface OpenStop {
  readonly id: number
  readonly reason: string
  readonly by: string
  readonly at: Date
  readonly held: readonly number[]
}

/** Loads the stop that is in force; null = the line moves. */
export async function openStop(sql: Sql): Promise<OpenStop | null> {
  const [row] = await sql.query<OpenStop>(
    `SELECT s.id, s.reason, u.username AS by, s.stopped_at AS at, s.held
     FROM line_stop s JOIN app_user u ON u.id = s.stopped_by_id WHERE s.released_at IS NULL`,
  )
  return row ?? null
}

/** Says that the line is stopped, since when, by whom and why. */
export const stopWords = ({ by, at, reason }: OpenStop): string =>
  `The line was stopped by ${by} at ${at.toISOString()}: ${reason}. Nothing starts until it is released.`
