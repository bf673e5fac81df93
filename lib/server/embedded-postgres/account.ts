import { spawnSync } from 'node:child_process'

/** The operating system account that runs the server; empty = the one that runs us. */
export interface Account {
  uid?: number
  gid?: number
}

/**
 * Chooses the account that runs Postgres, which refuses to run as root. Started as root, it takes the
 * system's `postgres` account and makes it when it is missing.
 * @throws when root cannot make that account.
 */
export function databaseAccount(): Account {
  if (process.getuid?.() !== 0) return {}
  const known = lookUp('postgres')
  if (known) return known
  const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
  const account = lookUp('postgres')
  if (account) return account
  throw new Error(
    'Postgres cannot run as root, and the account `postgres` could not be made ' +
      `(${made.error?.message ?? String(made.stderr).trim()}). Run as another user, or set DATABASE_URL.`,
  )
}

/** Tells whether an account can enter a directory; its parents may be closed to it, as /root is. */
export function canEnter(account: Account, directory: string): boolean {
  if (account.uid === undefined) return true
  return spawnSync('/bin/sh', ['-c', 'cd -- "$0"', directory], { ...account, cwd: '/' }).status === 0
}

function lookUp(name: string): Required<Account> | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
  if (uid?.status !== 0 || gid?.status !== 0) return undefined
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}
