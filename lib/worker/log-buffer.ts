import { cleanText, type LogLine } from '@/lib/drivers/output'
import type { Sql } from '@/lib/server/sql'

/** Lines per attempt that are kept, and characters per line. */
const linesMax = 10_000
const charactersMax = 4_000
/** Lines of one INSERT. */
const batchMax = 2_000
/** Lines that wait for the database; beyond, new ones are dropped rather than memory filled. */
const waitingMax = 50_000

interface Entry {
  readonly targetId: number
  readonly generation: number
  readonly line: LogLine
}

/** Output of drivers on its way to the database: many lines, few writes. */
export interface LogBuffer {
  add(targetId: number, generation: number, line: LogLine): void
  /** Writes what waits; lines stay for the next time when the database does not answer. */
  flush(): Promise<void>
}

/** Makes a buffer of its worker's. */
export function createLogBuffer(sql: Sql): LogBuffer {
  let waiting: Entry[] = []
  const counts = new Map<string, number>()

  function add(targetId: number, generation: number, line: LogLine): void {
    const attempt = `${targetId}/${generation}`
    const count = (counts.get(attempt) ?? 0) + 1
    counts.set(attempt, count)
    if (counts.size > 50_000) counts.delete(counts.keys().next().value as string)
    if (count > linesMax + 1 || waiting.length >= waitingMax) return
    const over = count === linesMax + 1
    const text = over ? `… more than ${linesMax} lines, the rest is not kept` : cleanText(line.text)
    waiting.push({ targetId, generation, line: { ...line, text: text.slice(0, charactersMax) } })
  }

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchMax)
      await sql.query(
        `INSERT INTO log_line (target_id, generation, at, stream, text)
         SELECT * FROM unnest($1::bigint[], $2::int[], $3::timestamptz[], $4::text[], $5::text[])`,
        [
          batch.map(({ targetId }) => targetId),
          batch.map(({ generation }) => generation),
          batch.map(({ line }) => new Date(line.at)),
          batch.map(({ line }) => line.stream),
          batch.map(({ line }) => line.text),
        ],
      )
      waiting = waiting.slice(batch.length)
    }
  }

  return { add, flush }
}
