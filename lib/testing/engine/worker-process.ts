import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { guard } from '@/lib/server/guard'
import { bundleWorker as bundle } from '@/lib/start/worker-bundle'

/** The worker as the product runs it: one bundled file. */
export interface WorkerProgram {
  /** Starts a worker process; resolves when it says that it has started. */
  start(databaseUrl: string): Promise<WorkerProcess>
  /** Removes the bundle. */
  dispose(): void
}

export interface WorkerProcess {
  readonly pid: number
  /** Ends or stops it by a signal; after SIGKILL it resolves when the process is gone. */
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): Promise<void>
  /** Whether the process runs. */
  readonly alive: boolean
  /** What it has written to its log, for when a test fails. */
  readonly output: string
}

/** Bundles the worker into a directory of its own. */
export async function bundleWorker(env: Readonly<Record<string, string>> = {}): Promise<WorkerProgram> {
  // Inside the tree, so that the bundle finds the packages.
  const directory = mkdtempSync(path.join(path.resolve('node_modules'), '.test-worker-'))
  const dataDir = mkdtempSync(path.join(tmpdir(), 'upgrader-worker-'))
  const outfile = path.join(directory, 'worker.mjs')
  await bundle(outfile)
  return {
    start: (databaseUrl) =>
      startProcess(outfile, { ...env, DATABASE_URL: databaseUrl, UPGRADER_DATA_DIR: dataDir }),
    dispose: () => {
      rmSync(directory, { recursive: true, force: true })
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function startProcess(file: string, env: Record<string, string>): Promise<WorkerProcess> {
  const child: ChildProcess = spawn(process.execPath, [file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const { pid } = child
  if (pid === undefined) throw new Error('the worker process did not start')
  const unguard = guard({ pid, signal: 'TERM' })
  const exited = once(child, 'exit').then(unguard)
  let output = ''
  const started = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-200_000)
        if (output.includes('worker started')) resolve()
      })
    }
  })
  await Promise.race([
    started,
    exited.then(() => {
      throw new Error(`the worker process ended at once: ${output}`)
    }),
  ])
  return {
    pid,
    get alive() {
      return child.exitCode === null && child.signalCode === null
    },
    get output() {
      return output
    },
    signal: async (name) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      process.kill(pid, name)
      if (name === 'SIGKILL' || name === 'SIGTERM') await exited
    },
  }
}
