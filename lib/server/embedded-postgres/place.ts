import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import { type Account, canEnter, databaseAccount } from './account'
import { type Binaries, binariesIn, installedBinaries } from './binaries'

/** Where and as whom a server runs. */
export interface Place {
  account: Account
  binaries: Binaries
  /** The server's own directory (PGDATA). */
  pgdata: string
}

const shared = '/var/lib/cluster-upgrader'

/**
 * Decides where the server of a data directory lives, and makes its directories.
 *
 * Normally that is `<dataDir>/postgres`, run from node_modules. Started as root in a place that the
 * database's account cannot enter (a clone in /root), data and executables live in /var/lib/cluster-upgrader
 * instead: opening root's home to others is not ours to do.
 */
export function choosePlace(dataDir: string): Place {
  const account = databaseAccount()
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  // The directory is ours to open, its parents are not; what is secret in it has modes of its own.
  if (!canEnter(account, dataDir)) chmodSync(dataDir, 0o711)
  const installed = installedBinaries()
  const pgdata = canEnter(account, dataDir)
    ? path.join(dataDir, 'postgres')
    : path.join(shared, createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
  makeOwned(pgdata, account)
  const binaries = canEnter(account, installed.root) ? installed : sharedCopy(installed)
  return { account, binaries, pgdata }
}

function makeOwned(directory: string, { uid, gid }: Account): void {
  if (existsSync(directory)) return
  mkdirSync(path.dirname(directory), { recursive: true })
  mkdirSync(directory, { mode: 0o700 })
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid)
}

/** Copies the executables to where the database's account can run them, once per version. */
function sharedCopy(installed: Binaries): Binaries {
  const manifest = readFileSync(path.join(installed.root, '../package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  const target = path.join(shared, `bin-${version}`)
  if (!existsSync(target)) {
    // Renamed when complete, so that a copy that was interrupted is not taken for a whole one.
    const partial = `${target}.${process.pid}`
    cpSync(installed.root, partial, { recursive: true, verbatimSymlinks: true })
    renameSync(partial, target)
  }
  return binariesIn(target)
}
