import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { openEngine } from '../../prisma/schema-engine/engine'

/** Held by whoever migrates; any number that only we use. */
const lockKey = 7_262_011
const lockPollMs = 200
const lockWaitMs = 300_000
const silent = new Logger(() => () => {})

/**
 * Applies the migrations that a database lacks. Of several that start at once, one applies and the others
 * wait: by polling, because a session blocked inside `pg_advisory_lock` holds a snapshot, with which
 * `CREATE INDEX CONCURRENTLY` in a migration deadlocks.
 * @returns the names of the migrations applied now.
 * @throws when a migration fails or failed before, was edited after it was applied, or is unknown here.
 */
export async function migrate(url: string, directory = path.resolve('prisma/migrations')): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'cluster-upgrader-migrate' })
  client.on('error', () => {})
  await client.connect()
  try {
    await lock(client)
    const { engine, close } = await openEngine(url)
    const applied = await apply(engine, await listMigrations(directory)).finally(close)
    // The queue keeps tables of its own; commands write to them whether or not a worker has ever run.
    await runMigrations({ connectionString: url, logger: silent })
    return applied
  } finally {
    // Ends the session, and with it the lock.
    await client.end()
  }
}

async function lock(client: pg.Client): Promise<void> {
  const deadline = performance.now() + lockWaitMs
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      lockKey,
    ])
    if (rows[0]?.taken) return
    if (performance.now() > deadline) throw new Error('another process has been migrating for five minutes')
    await sleep(lockPollMs)
  }
}

async function apply(engine: SchemaEngine, migrationsList: MigrationList): Promise<string[]> {
  const filters = { externalTables: [], externalEnums: [] }
  const found = await engine.diagnoseMigrationHistory({
    migrationsList,
    filters,
    optInToShadowDatabase: false,
  })
  refuse(
    found.failedMigrationNames,
    'failed before; repair the database, then run npm run prisma -- migrate resolve',
  )
  refuse(found.editedMigrationNames, 'was edited after it had been applied; restore the file')
  const history = found.history
  if (history && 'unpersistedMigrationNames' in history) {
    refuse(
      history.unpersistedMigrationNames,
      'was applied to the database but is unknown here: this version is older',
    )
  }
  const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters })
  return appliedMigrationNames
}

function refuse(names: readonly string[], why: string): void {
  if (names.length > 0) throw new Error(names.map((name) => `Migration ${name} ${why}.`).join('\n'))
}

/** Reads the migrations in the form the engine takes them. */
async function listMigrations(baseDir: string): Promise<MigrationList> {
  const lockfile = path.join(baseDir, 'migration_lock.toml')
  const entries = await readdir(baseDir, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return {
    baseDir,
    lockfile: {
      path: 'migration_lock.toml',
      content: existsSync(lockfile) ? await readFile(lockfile, 'utf8') : null,
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(path.join(baseDir, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  }
}
