import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Access, adminUrl } from './access'
import type { Place } from './place'

const readyWithinMs = 60_000
const logSizeMax = 10_000_000

/**
 * Starts the server process and waits until it answers. It listens on loopback only, and lives in a process
 * group of its own, so that Ctrl-C in the terminal reaches the supervisor and not the database.
 * @param settings server settings beyond ours, e.g. `{ fsync: 'off' }`.
 * @throws with the end of the server's log when it does not come up.
 */
export async function startProcess(
  place: Place,
  access: Access,
  logFile: string,
  settings: Record<string, string>,
): Promise<ChildProcess> {
  const all = {
    port: String(access.port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = openLog(logFile)
  const child = spawn(place.binaries.postgres, ['-D', place.pgdata, ...flags], {
    ...place.account,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const failure = new Promise<Error>((resolve) => child.once('error', resolve))
  await Promise.race([ready(child, access, logFile), failure.then((error) => Promise.reject(error))])
  return child
}

/** Waits until the server accepts a query; while it recovers from a crash it does not. */
async function ready(child: ChildProcess, access: Access, logFile: string): Promise<void> {
  const deadline = performance.now() + readyWithinMs
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`Postgres did not start. The end of ${logFile}:\n${tail(logFile)}`)
    }
    if (await answers(access)) return
    if (performance.now() > deadline) {
      child.kill('SIGQUIT')
      throw new Error(
        `Postgres is not ready after ${readyWithinMs / 1000} s. The end of ${logFile}:\n${tail(logFile)}`,
      )
    }
    await sleep(50)
  }
}

async function answers(access: Access): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl(access), connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** Appends to the log, and keeps one older file once it has grown large. */
function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > logSizeMax)
    renameSync(file, path.format({ ...path.parse(file), base: undefined, ext: '.1.log' }))
  return openSync(file, 'a', 0o600)
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n')
}
