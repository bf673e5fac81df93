import { spawn } from 'node:child_process'

/**
 * Sees to it that a server does not outlive this process, however it ends: a shell waits for the end of its
 * input, which the system closes even after a SIGKILL, and then asks the server to shut down.
 * @returns ends the watch; to be called once the server has stopped.
 */
export function guard(pid: number): () => void {
  if (process.platform === 'win32') return () => {}
  const guardian = spawn('/bin/sh', ['-c', 'cat >/dev/null; kill -INT "$0"', String(pid)], {
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
