import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** Something that runs until it ends by itself, and that can be told to stop. */
export interface Run {
  /** Resolves when it has ended, with why: `exit 1`, `SIGKILL`. */
  ended: Promise<string>
  /** Asks it to stop, and makes it stop when it has not after the grace. */
  stop(graceMs: number): Promise<void>
}

export interface Supervised {
  /** Stops it for good. */
  stop(graceMs: number): Promise<void>
  /** Starts it anew, at once. */
  restart(graceMs: number): Promise<void>
}

const backoffMs = [0, 500, 1_000, 2_000, 5_000, 10_000]
/** Whoever lived this long is taken to be well: the next end is restarted at once again. */
const healthyAfterMs = 30_000

/**
 * Keeps something running: whenever it ends, or cannot be started, it is started again, after a pause that
 * grows while it keeps ending early.
 * @param tell is told of every unwanted end.
 */
export function supervise(
  name: string,
  start: () => Run | Promise<Run>,
  tell: (line: string) => void,
): Supervised {
  let stopping = false
  let current: Run | undefined
  let early = 0
  const wakeUp = new AbortController()

  const loop = async () => {
    while (!stopping) {
      const startedAt = performance.now()
      const why = await runOnce()
      if (stopping) return
      if (why === undefined) continue
      early = performance.now() - startedAt > healthyAfterMs ? 0 : early + 1
      const pauseMs = backoffMs[Math.min(early, backoffMs.length - 1)] ?? 0
      tell(`${name} ended (${why}); it is started again in ${pauseMs / 1000} s`)
      await sleep(pauseMs, undefined, { signal: wakeUp.signal }).catch(() => {})
    }
  }
  let wantedEnd = false
  const runOnce = async (): Promise<string | undefined> => {
    try {
      current = await start()
    } catch (error) {
      return (error as Error).message
    }
    if (stopping) await current.stop(0)
    const why = await current.ended
    current = undefined
    const wanted = wantedEnd
    wantedEnd = false
    return wanted ? undefined : why
  }
  const finished = loop()

  return {
    restart: async (graceMs) => {
      if (!current) return
      wantedEnd = true
      await current.stop(graceMs)
    },
    stop: async (graceMs) => {
      stopping = true
      wakeUp.abort()
      await current?.stop(graceMs)
      await finished
    },
  }
}

/**
 * Makes a run of a child process that leads its own process group, so that a Ctrl-C in the terminal does not
 * reach it behind our back and so that it can be ended with all it has started.
 */
export function processRun(child: ChildProcess): Run {
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`))
  })
  return {
    ended,
    stop: async (graceMs) => {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      const timer = setTimeout(() => killGroup(child), graceMs)
      await exit
      clearTimeout(timer)
    },
  }
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-(child.pid as number), 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}
