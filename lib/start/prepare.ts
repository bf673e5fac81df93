import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type pg from 'pg'
import { bootstrapAdmin, type FirstAdmin } from '../members/bootstrap-admin'
import type { Env } from '../server/env'
import { migrate } from '../server/migrate'
import { createPool } from '../server/pool'
import { say } from './say'

const seedScript = 'prisma/seed/main.ts'

/**
 * Makes a database fit to work on: its tables, somebody who can sign in, and, when it is empty and wanted,
 * the sample fleet.
 * @param onFirstAdmin is told of the first administrator when one was made now; at once, because nobody can
 * ever learn the password again.
 */
export async function prepareDatabase(
  env: Env,
  url: string,
  onFirstAdmin: (admin: FirstAdmin) => void,
): Promise<void> {
  const applied = await migrate(url)
  if (applied.length > 0) say(`Applied ${applied.length} migrations.`)
  const pool = createPool({ url, applicationName: 'start', connectionsMax: 2 })
  try {
    const firstAdmin = await bootstrapAdmin({ pool, now: () => new Date() }, env)
    if (firstAdmin) onFirstAdmin(firstAdmin)
    if (env.sample && existsSync(seedScript) && (await isEmpty(pool))) await loadSample(env, url)
  } finally {
    await pool.end()
  }
}

async function isEmpty(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query(
    `SELECT 1 WHERE EXISTS (SELECT FROM cluster) OR EXISTS (SELECT FROM operation)
       OR EXISTS (SELECT FROM policy) OR EXISTS (SELECT FROM rollout)`,
  )
  return rows.length === 0
}

async function loadSample(env: Env, url: string): Promise<void> {
  say('Loading the sample fleet …')
  const child = spawn(process.execPath, ['--import', 'tsx', seedScript], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DATABASE_URL: url, UPGRADER_DATA_DIR: env.dataDir },
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`Loading the sample fleet failed (${seedScript} ended with ${code})`)
}
