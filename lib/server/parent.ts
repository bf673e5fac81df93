/**
 * Calls back when the supervisor that started this process is gone, even by SIGKILL. Without a supervisor,
 * which is told by the missing IPC channel, it never does.
 */
export function onParentGone(callback: () => void): void {
  if (!process.connected) return
  process.once('disconnect', callback)
  // Listening must not by itself keep the process alive.
  process.channel?.unref()
}
