import { spawn } from 'node:child_process'

/** Whom to end, and how. */
export interface Ward {
  pid: number
  signal: 'INT' | 'TERM'
  /** The whole process group that it leads. */
  group?: boolean
}

/**
 * Sees to it that a process does not outlive this one, however this one ends: a shell waits for the end of its
 * input, which the system closes even after a SIGKILL, and then sends the signal.
 * @returns ends the watch; to be called once the process has ended.
 */
export function guard({ pid, signal, group = false }: Ward): () => void {
  if (process.platform === 'win32') return () => {}
  const target = group ? -pid : pid
  const guardian = spawn('/bin/sh', ['-c', 'cat >/dev/null; kill -"$0" "$1"', signal, String(target)], {
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
