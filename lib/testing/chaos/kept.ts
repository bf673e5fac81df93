import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { guard } from '@/lib/server/guard'

const restartMs = 200

/** A process of the product that is started again whenever it has ended, as its supervisor would do it. */
export interface Kept {
  readonly name: string
  readonly pid: number | undefined
  /** How often it was started. */
  readonly starts: number
  /** Ends, freezes or wakes it. */
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
  stop(): Promise<void>
}

/** Keeps a Node program running; what it says goes to a file. */
export function keep(name: string, argv: readonly string[], env: NodeJS.ProcessEnv, logFile: string): Kept {
  let child: ChildProcess | undefined
  let stopping = false
  let starts = 0

  function start(): void {
    starts += 1
    const born = spawn(process.execPath, argv, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    child = born
    const unguard = born.pid === undefined ? () => {} : guard({ pid: born.pid, signal: 'TERM', group: true })
    for (const stream of [born.stdout, born.stderr]) {
      stream?.on('data', (bytes: Buffer) => appendFileSync(logFile, bytes))
    }
    born.once('exit', () => {
      unguard()
      if (!stopping) setTimeout(() => !stopping && start(), restartMs)
    })
  }
  start()
  const running = () => child !== undefined && child.exitCode === null && child.signalCode === null
  return {
    name,
    get pid() {
      return running() ? child?.pid : undefined
    },
    get starts() {
      return starts
    },
    signal: (signal) => {
      if (running() && child?.pid !== undefined) process.kill(child.pid, signal)
    },
    stop: async () => {
      stopping = true
      if (!running() || !child) return
      const ended = once(child, 'exit')
      child.kill('SIGCONT')
      child.kill('SIGKILL')
      await ended
    },
  }
}
