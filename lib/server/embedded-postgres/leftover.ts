import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { isAlive } from '../alive'
import { type Access, adminUrl } from './access'
import type { Place } from './place'

/** A server that runs on a data directory already. */
export interface RunningServer {
  pid: number
}

/**
 * Finds the server that runs on a directory. The pid file alone proves nothing: after a kill -9 or a reboot
 * it names a dead process or a stranger, so the server itself is asked which directory it serves.
 */
export async function findRunning(place: Place, access: Access): Promise<RunningServer | undefined> {
  const file = path.join(place.pgdata, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!isAlive(pid)) return undefined
  return (await servedDirectory(access)) === place.pgdata ? { pid } : undefined
}

/** Stops a server that outlived its supervisor: quickly but cleanly, and by crash if it does not listen. */
export async function stopRunning({ pid }: RunningServer, graceMs = 4_000): Promise<void> {
  const deadline = performance.now() + graceMs
  signal(pid, 'SIGINT')
  while (isAlive(pid)) {
    // Immediate shutdown: nothing committed is lost, the next start replays the log.
    if (performance.now() > deadline) signal(pid, 'SIGQUIT')
    await sleep(20)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function servedDirectory(access: Access): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: adminUrl(access), connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
    return rows[0]?.data_directory
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => {})
  }
}
