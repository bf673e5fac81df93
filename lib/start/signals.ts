/** The wish to stop, from the terminal or the system. */
export interface StopRequest {
  requested: Promise<void>
  /** Aborted at the same moment. */
  signal: AbortSignal
}

const parentPollMs = 250

/**
 * Waits for Ctrl-C, SIGTERM, or the end of the npm that started us: asked to stop, npm ends the shell between
 * us and itself, and that passes nothing on. The second Ctrl-C ends this process at once; what it has started
 * notices that and ends by itself.
 */
export function nextStopSignal(): StopRequest {
  const controller = new AbortController()
  const requested = new Promise<void>((resolve) => {
    const stop = () => {
      controller.abort()
      resolve()
    }
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => (controller.signal.aborted ? process.exit(130) : stop()))
    }
    if (process.env.npm_lifecycle_event) whenOrphaned(stop)
  })
  return { requested, signal: controller.signal }
}

function whenOrphaned(callback: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    callback()
  }, parentPollMs)
  timer.unref()
}
