import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { guard } from '@/lib/server/guard'
import { processRun, type Supervised, supervise } from '@/lib/start/supervise'
import { bundleWorker } from '@/lib/start/worker-bundle'

/** Real worker processes, each with a supervisor that starts it again, as the product runs them. */
export interface Workers {
  /** Process ids that run or have run, in order of their start, by worker. */
  readonly pids: readonly (readonly number[])[]
  /** What they said, and how they ended. */
  readonly lines: readonly string[]
  stop(): Promise<void>
}

const stopGraceMs = 4_000
/** Logged errors are long; their beginning tells what they are. */
const lineLength = 400

/** Starts workers, bundled from the sources as they are now, on a database. */
export async function startWorkers(
  count: number,
  options: { databaseUrl: string; env?: Record<string, string> },
): Promise<Workers> {
  mkdirSync('.artifacts', { recursive: true })
  const directory = mkdtempSync(path.resolve('.artifacts/workers-'))
  const bundle = path.join(directory, 'worker.mjs')
  await bundleWorker(bundle)
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production' as const,
    DATABASE_URL: options.databaseUrl,
    UPGRADER_DATA_DIR: directory,
    ...options.env,
  }
  const lines: string[] = []
  const pids: number[][] = []

  function startOne(index: number): Supervised {
    const own: number[] = []
    pids.push(own)
    const say = (line: string) =>
      lines.push(`${new Date().toISOString()} worker ${index}: ${line.slice(0, lineLength)}`)
    return supervise(
      'it',
      () => {
        const child = spawn(process.execPath, ['--enable-source-maps', bundle], {
          detached: true,
          stdio: ['ignore', 'pipe', 'pipe'],
          env,
        })
        if (child.pid !== undefined) {
          own.push(child.pid)
          child.once('exit', guard({ pid: child.pid, signal: 'TERM', group: true }))
        }
        for (const output of [child.stdout, child.stderr]) createInterface({ input: output }).on('line', say)
        return processRun(child)
      },
      say,
    )
  }

  const running = Array.from({ length: count }, (_, index) => startOne(index))
  return {
    pids,
    lines,
    stop: async () => {
      await Promise.all(running.map((one) => one.stop(stopGraceMs)))
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
