import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

/** Something that runs SQL: a pool, or the one transaction one is in. */
export interface Sql {
  /** Runs one parameterised statement and returns its rows. */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

export interface StatementOptions {
  /**
   * Has each connection keep the statements' plans: for those that are run over and over, and only where there are
   * few of them, whatever happens.
   */
  kept?: boolean
}

export interface TransactionOptions extends StatementOptions {
  /** One consistent snapshot for all statements, and no writes. */
  readOnly?: boolean
}

/** Serialization failure and deadlock: the server has undone everything and asks to try again. */
const retriedCodes = new Set(['40001', '40P01'])
const attemptsMax = 3

/** Runs single statements on a pool, each in a transaction of its own. */
export function poolSql(pool: pg.Pool, { kept = false }: StatementOptions = {}): Sql {
  return statements(pool, kept)
}

/**
 * Runs `fn` in one transaction and commits it; whatever `fn` throws rolls everything back and is thrown on.
 *
 * A serialization failure or deadlock is tried again, three times in all, so `fn` must have no effect but
 * through its `tx`. Nothing else is: after a connection lost at COMMIT the outcome is unknown, and the
 * caller has to look.
 */
export async function transaction<T>(
  pool: pg.Pool,
  fn: (tx: Sql) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(pool, fn, options)
    } catch (error) {
      if (attempt === attemptsMax || !retriedCodes.has(sqlState(error) ?? '')) throw error
      // Those who collided must not come back in step.
      await sleep(Math.random() * 20 * attempt)
    }
  }
}

/** The five-character SQLSTATE of a server error; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  const { code, severity } = error as { code?: unknown; severity?: unknown }
  return typeof code === 'string' && typeof severity === 'string' ? code : undefined
}

async function runOnce<T>(
  pool: pg.Pool,
  fn: (tx: Sql) => Promise<T>,
  { readOnly = false, kept = false }: TransactionOptions,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(readOnly ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN')
    const result = await fn(statements(client, kept))
    await client.query('COMMIT')
    return result
  } catch (error) {
    broken = await rollBack(client)
    throw error
  } finally {
    client.release(broken)
  }
}

/** Rolls back; an error means that the connection is of no use any more and must not return to the pool. */
async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK')
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function statements(on: pg.Pool | pg.PoolClient, kept: boolean): Sql {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      const statement = { text, values: [...values], ...(kept && { name: nameOf(text) }) }
      const result = await on.query<Row & pg.QueryResultRow>(statement)
      return result.rows
    },
  }
}

const names = new Map<string, string>()

/** Under its name a connection finds the statement that it has planned before. */
function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    name = `kept-${names.size}`
    names.set(text, name)
  }
  return name
}
