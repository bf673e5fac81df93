import { type SpawnOptions, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { type OutputReader, type OutputSinks, readOutput } from './output-reader'

/** The worker writes to the lifeline this often … */
export const beatMs = 500
/** … and a guardian that misses so many beats in a row ends its runbook: 4 s, before others call it dead. */
export const silentBeats = 8

/** One program to be run under a guardian. */
export interface LaunchOrder {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly stdin: string
  /** Only one process of this machine runs under one lock at a time. */
  readonly lock: string
  /** How long the group may clean up between SIGTERM and SIGKILL. */
  readonly stopGraceMs: number
}

/** How a process came to its end. */
export interface Ended {
  /** Exit code; null = ended by a signal, or unknown. */
  readonly code: number | null
  readonly signal: string | null
  /**
   * What brought it about: `itself` (or a stop that was asked for), `silence` of this worker, which made the
   * guardian end it, or the death of the `guardian`, after which the code is unknown.
   */
  readonly by: 'itself' | 'silence' | 'guardian'
}

/** A process under its guardian. */
export interface Launched {
  readonly pid: number
  /** Start time in clock ticks since boot. */
  readonly ticks: number
  readonly output: OutputReader
  /** Settles when the whole group is gone and its output is read. */
  readonly ended: Promise<Ended>
  /** Tells the guardian that the worker lives. */
  beat(): void
  /** Asks the guardian to end the group; may be repeated. */
  stop(graceMs: number): void
}

/** Why a process was not started; `busy` = another one still runs under the same lock. */
export interface Refusal {
  readonly message: string
  readonly busy: boolean
}

type Report =
  | { readonly started: number; readonly ticks: number }
  | { readonly refused: string; readonly busy: boolean }
  | { readonly code: number | null; readonly signal: string | null; readonly silence: boolean }

const guardianOptions: SpawnOptions = {
  env: {} as NodeJS.ProcessEnv,
  // A session of its own: a Ctrl-C in the terminal is for the worker to answer.
  detached: true,
  stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
}

/**
 * Runs a program under a new guardian; refuses, with a reason, what the system does not start. See
 * `guardian.mjs` for the protocol.
 */
export async function launch(
  guardian: string,
  order: LaunchOrder,
  sinks: OutputSinks,
): Promise<Result<Launched, Refusal>> {
  const child = spawn(process.execPath, [guardian], guardianOptions)
  const [stdin, stdout, stderr, lifeline, status] = child.stdio as [
    Writable,
    Readable,
    Readable,
    Writable,
    Readable,
  ]
  for (const pipe of [stdin, lifeline]) pipe.on('error', () => undefined)
  const output = readOutput(stdout, stderr, sinks)
  const reports = readReports(status)
  // A daemon that the program left in a session of its own may hold the output open: wait, but not for ever.
  const gone = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => setTimeout(resolve, 500))
    child.once('close', () => resolve())
  })
  const { stdin: _, ...instructions } = order
  lifeline.write(`${JSON.stringify({ ...instructions, beatMs, silentBeats })}\n`)
  stdin.end(order.stdin)

  const first = await reports.next()
  if (!first || !('started' in first)) {
    await gone
    if (first && 'refused' in first) return err({ message: first.refused, busy: first.busy })
    return err({ message: 'the guardian of the process did not start', busy: false })
  }

  const ended = (async (): Promise<Ended> => {
    const last = await reports.next()
    const told = last && 'code' in last ? last : null
    if (!told) killGroup(first.started)
    await gone
    for (const pipe of [stdout, stderr, status, lifeline]) pipe.destroy()
    if (!told) return { code: null, signal: null, by: 'guardian' }
    return { code: told.code, signal: told.signal, by: told.silence ? 'silence' : 'itself' }
  })()
  return ok({
    pid: first.started,
    ticks: first.ticks,
    output,
    ended,
    beat: () => lifeline.write('\n'),
    stop: (graceMs) => lifeline.write(`stop ${Math.max(0, Math.round(graceMs))}\n`),
  })
}

/** Gives the guardian's reports one by one; null when it has exited. */
function readReports(status: Readable): { next(): Promise<Report | null> } {
  const lines = (async function* () {
    let open = ''
    for await (const chunk of status.setEncoding('utf8')) {
      const parts = (open + chunk).split('\n')
      open = parts.pop() as string
      yield* parts
    }
  })()
  return {
    next: async () => {
      const line = await lines.next().catch(() => null)
      return line && !line.done ? (JSON.parse(line.value) as Report) : null
    },
  }
}

/** Ends a group whose guardian was killed; the process number is fresh, its group was alive until just now. */
function killGroup(pid: number) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}
