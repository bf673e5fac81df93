/** The wish to stop, from the terminal or the system. */
export interface StopRequest {
  requested: Promise<void>
  /** Aborted at the same moment. */
  signal: AbortSignal
}

/**
 * Waits for Ctrl-C or SIGTERM. The second Ctrl-C ends this process at once; what it has started notices that
 * and ends by itself.
 */
export function nextStopSignal(): StopRequest {
  const controller = new AbortController()
  const requested = new Promise<void>((resolve) => {
    const onSignal = () => {
      if (controller.signal.aborted) process.exit(130)
      controller.abort()
      resolve()
    }
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal)
  })
  return { requested, signal: controller.signal }
}
