import { once } from 'node:events'
import path from 'node:path'
import { guard } from '../guard'
import { type Access, accessUrl, freePort, isPortFree, newAccess, readAccess, writeAccess } from './access'
import { ensureDatabase, initialise, isInitialised } from './initialise'
import { findRunning, stopRunning } from './leftover'
import { choosePlace, type Place } from './place'
import { startProcess } from './process'

/** A running embedded server. */
export interface EmbeddedPostgres {
  /** Connection URL of the product's database. */
  url: string
  pid: number
  /** Where its data is. */
  directory: string
  /** Resolves when the process has ended, whoever ended it. */
  exited: Promise<void>
  /** Ends all connections and stops cleanly; after the grace (4 s) the hard way, which loses nothing committed. */
  stop(graceMs?: number): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** Server settings beyond ours, by name. */
  settings?: Record<string, string>
}

/**
 * Starts the embedded Postgres of a data directory, setting it up at the first time. A server that was left
 * behind there by a killed supervisor is stopped first; after a crash Postgres recovers by itself.
 * @param dataDir is made when missing; data goes to `postgres/`, passwords and port to `postgres.json`.
 * @throws when it does not come up, with the end of its log.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  { settings = {} }: EmbeddedPostgresOptions = {},
): Promise<EmbeddedPostgres> {
  const directory = path.resolve(dataDir)
  const place = choosePlace(directory)
  const known = readAccess(directory)
  if (!known && isInitialised(place)) {
    throw new Error(
      `There is a database in ${place.pgdata}, but its passwords (${directory}/postgres.json) are gone. ` +
        'Restore that file, or remove the database to start anew.',
    )
  }
  if (known) await stopLeftover(place, known)
  const access = await freshAccess(known)
  writeAccess(directory, access)
  if (!isInitialised(place)) initialise(place, access)
  const child = await startProcess(place, access, path.join(directory, 'postgres.log'), settings)
  const pid = child.pid as number
  const unguard = guard({ pid, signal: 'INT', last: 'QUIT' })
  const exited = once(child, 'exit').then(unguard)
  try {
    await ensureDatabase(access)
  } catch (error) {
    await stopRunning({ pid })
    throw error
  }
  return {
    url: accessUrl(access),
    pid,
    directory: place.pgdata,
    exited,
    stop: async (graceMs) => {
      if (child.exitCode === null && child.signalCode === null) await stopRunning({ pid }, graceMs)
      await exited
    },
  }
}

/** The connection URL of the server that runs on a data directory now; undefined when none does. */
export async function runningEmbeddedPostgres(dataDir: string): Promise<string | undefined> {
  const directory = path.resolve(dataDir)
  const access = readAccess(directory)
  if (!access) return undefined
  return (await findRunning(choosePlace(directory), access)) ? accessUrl(access) : undefined
}

async function stopLeftover(place: Place, access: Access): Promise<void> {
  const running = await findRunning(place, access)
  if (running) await stopRunning(running)
}

/** Keeps passwords and port; takes another port when somebody else sits on it by now. */
async function freshAccess(known: Access | undefined): Promise<Access> {
  if (!known) return newAccess()
  return (await isPortFree(known.port)) ? known : { ...known, port: await freePort() }
}
