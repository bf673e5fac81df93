import type { Readable } from 'node:stream'
import type { LogLine } from '../output'
import { lineCutter } from './lines'
import { type RunbookProgress, readProgress, silent } from './progress'

/** Output beyond this many UTF-16 units per process is dropped; progress is still read. */
export const outputLengthMax = 1024 * 1024

/** What is known of a process's output. */
export interface OutputReader {
  readonly progress: RunbookProgress
  /** The last line that says why it failed: of standard error if there is one, else of standard output. */
  readonly lastLine: string | null
}

/** What reading output needs. */
export interface OutputSinks {
  log(line: LogLine): void
  now(): number
  /** Takes out of a line what must not be shown, before anything else reads it. */
  clean(line: string): string
}

/** Follows both streams of a process: lines to the log, JSON lines to the progress. */
export function readOutput(stdout: Readable, stderr: Readable, sinks: OutputSinks): OutputReader {
  let progress = silent
  let logged = 0
  const last: Record<'stdout' | 'stderr', string | null> = { stdout: null, stderr: null }

  function write(stream: 'stdout' | 'stderr', text: string) {
    if (text.trim() !== '') last[stream] = text
    if (logged > outputLengthMax) return
    logged += text.length + 1
    if (logged <= outputLengthMax) sinks.log({ at: sinks.now(), stream, text })
    else sinks.log({ at: sinks.now(), stream: 'system', text: 'output beyond 1 MiB is dropped' })
  }

  follow(
    stdout,
    () => logged > outputLengthMax,
    (line) => {
      const read = readProgress(progress, sinks.clean(line))
      progress = read.state
      if (read.text !== null) write('stdout', read.text)
    },
  )
  follow(
    stderr,
    () => logged > outputLengthMax,
    (line) => write('stderr', sinks.clean(line)),
  )

  return {
    get progress() {
      return progress
    },
    get lastLine() {
      return last.stderr ?? last.stdout
    },
  }
}

/** Calls back per line; a stream that has said too much is read slowly, lest it keeps the worker busy. */
function follow(stream: Readable, tooMuch: () => boolean, take: (line: string) => void) {
  const cutter = lineCutter()
  stream.on('data', (chunk: Buffer) => {
    for (const line of cutter.push(chunk)) take(line)
    if (!tooMuch()) return
    stream.pause()
    setTimeout(() => stream.resume(), 20).unref()
  })
  stream.on('end', () => {
    for (const line of cutter.end()) take(line)
  })
  stream.on('error', () => undefined)
}
