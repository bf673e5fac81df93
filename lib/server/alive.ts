import { readFileSync } from 'node:fs'

/**
 * Tells whether a process runs. A zombie does not: it has ended, and only waits for a parent to notice, which
 * in a container without an init process may never happen.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

function isZombie(pid: number): boolean {
  try {
    // "pid (name) state …", where the name may itself hold brackets.
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
