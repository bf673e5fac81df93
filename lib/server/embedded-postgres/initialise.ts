import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { type Access, adminUrl } from './access'
import type { Place } from './place'

/** Tells whether a server's directory has been set up. */
export function isInitialised(place: Place): boolean {
  return existsSync(path.join(place.pgdata, 'PG_VERSION'))
}

/**
 * Sets up an empty server directory: passwords only (scram), UTF-8, and a sort order that is built into
 * Postgres, so that it is the same on every machine.
 * @throws with initdb's own words when it fails.
 */
export function initialise(place: Place, access: Access): void {
  const { uid, gid } = place.account
  const directory = mkdtempSync(path.join(tmpdir(), 'upgrader-initdb-'))
  const passwordFile = path.join(directory, 'password')
  try {
    writeFileSync(passwordFile, access.adminPassword, { mode: 0o600 })
    if (uid !== undefined && gid !== undefined) {
      chownSync(passwordFile, uid, gid)
      chownSync(directory, uid, gid)
    }
    const flags = [
      `--pgdata=${place.pgdata}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ]
    const result = spawnSync(place.binaries.initdb, flags, { uid, gid, cwd: '/', encoding: 'utf8' })
    if (result.status !== 0) {
      throw new Error(`initdb failed: ${result.error?.message ?? result.stderr.trim()}`)
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Makes the product's role and database where they are missing; repeated after a start that was cut short. */
export async function ensureDatabase(access: Access): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl(access) })
  await admin.connect()
  try {
    const role = await admin.query("SELECT 1 FROM pg_roles WHERE rolname = 'upgrader'")
    if (role.rowCount === 0) await admin.query('CREATE ROLE upgrader LOGIN CREATEDB')
    await admin.query(`ALTER ROLE upgrader PASSWORD ${pg.escapeLiteral(access.password)}`)
    const database = await admin.query("SELECT 1 FROM pg_database WHERE datname = 'upgrader'")
    if (database.rowCount === 0) await admin.query('CREATE DATABASE upgrader OWNER upgrader')
  } finally {
    await admin.end()
  }
}
