import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { migrate } from '@/lib/server/migrate'
import { sqlState } from '@/lib/server/sql'

const templateName = 'template_migrated'
const insufficientPrivilege = '42501'
const dropTriesMax = 50

/** A database made for one test file. */
export interface ClonedDatabase {
  url: string
  /** Removes it, ending whatever is still connected. */
  drop(): Promise<void>
}

/**
 * Makes the migrated database that tests clone; once per server.
 * @param serverUrl of any database on the server.
 */
export async function createTemplate(serverUrl: string): Promise<void> {
  await execute(serverUrl, `CREATE DATABASE ${templateName}`)
  await migrate(databaseUrl(serverUrl, templateName))
}

/** Clones the migrated template: some 50 ms, against half a second to migrate anew. */
export async function cloneDatabase(serverUrl: string): Promise<ClonedDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await execute(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${templateName} STRATEGY file_copy`)
  return {
    url: databaseUrl(serverUrl, name),
    drop: () => dropDatabase(serverUrl, name),
  }
}

/**
 * Drops a database. A vacuum that happens to run in it belongs to the server, which is no role of ours: it may not be
 * ended by force, and is over in a moment.
 */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await execute(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`)
      return
    } catch (error) {
      if (sqlState(error) !== insufficientPrivilege || tries === dropTriesMax) throw error
      await sleep(200)
    }
  }
}

/** The URL of another database on the same server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.toString()
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
