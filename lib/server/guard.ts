import { spawn } from 'node:child_process'

/** Whom to end, and how. */
export interface Ward {
  pid: number
  /** Asks it to end … */
  signal: 'INT' | 'TERM'
  /** … and makes it end when it has not five seconds later; KILL unless told otherwise. */
  last?: 'QUIT' | 'KILL'
  /** The whole process group that it leads. */
  group?: boolean
}

/**
 * Sees to it that a process does not outlive this one, however this one ends: a shell waits for the end of its
 * input, which the system closes even after a SIGKILL, and then sends the signals.
 * @returns ends the watch; to be called once the process has ended.
 */
export function guard({ pid, signal, last = 'KILL', group = false }: Ward): () => void {
  if (process.platform === 'win32') return () => {}
  const target = group ? -pid : pid
  const script = 'cat >/dev/null; kill -"$1" "$0"; sleep 5; kill -"$2" "$0"'
  const guardian = spawn('/bin/sh', ['-c', script, String(target), signal, last], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guardian.on('error', () => {})
  guardian.unref()
  // The pipe alone would keep this process alive.
  ;(guardian.stdin as unknown as { unref(): void }).unref()
  return () => guardian.kill('SIGKILL')
}
