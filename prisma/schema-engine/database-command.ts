import pg from 'pg'
import type { DatabaseCommand } from './arguments'

/** SQLSTATEs and socket errors, as the codes by which Prisma's CLI chooses its message. */
const prismaCodes: Record<string, string> = {
  '3D000': 'P1003',
  '42P04': 'P1009',
  '28P01': 'P1000',
  '28000': 'P1000',
  ECONNREFUSED: 'P1001',
  ENOTFOUND: 'P1001',
}

/**
 * Runs one of the engine's commands that work on a database as a whole, and logs its outcome on stderr in
 * the JSON form that the CLI reads.
 * @returns the exit code.
 */
export async function runDatabaseCommand(command: DatabaseCommand, url: string | undefined): Promise<number> {
  // The CLI skips the first line without reading it.
  log('INFO', { message: 'Starting schema engine CLI' })
  try {
    if (!url) throw new Error('no database URL: set DATABASE_URL')
    await perform(command, url)
    return 0
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string }
    log('ERROR', { is_panic: false, error_code: prismaCodes[code] ?? '', message })
    return 1
  }
}

async function perform(command: DatabaseCommand, url: string): Promise<void> {
  const name = pg.escapeIdentifier(decodeURIComponent(new URL(url).pathname.slice(1)))
  switch (command) {
    case 'can-connect-to-database':
      return execute(url, 'SELECT 1')
    case 'create-database':
      return execute(maintenanceUrl(url), `CREATE DATABASE ${name}`)
    case 'drop-database':
      await execute(maintenanceUrl(url), `DROP DATABASE ${name}`)
      return log('INFO', { message: 'The database was successfully dropped' })
  }
}

/** A database cannot be created or dropped through itself. */
function maintenanceUrl(url: string): string {
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  return maintenance.toString()
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

function log(level: 'INFO' | 'ERROR', fields: Record<string, unknown>): void {
  const line = { timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}
