import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { LabCluster } from '../lab/kafka/runbooks/lib/cluster-file.mjs'

/** One line of progress of a runbook. */
export interface ProgressLine {
  progress?: number
  message?: string
  node?: string
  nodeState?: string
}

/** A runbook under way, run as the command driver runs it: argv only, its own process group, a clean environment. */
export interface RunningRunbook {
  lines: ProgressLine[]
  /** What it printed on standard error. */
  error(): string
  /** Resolves with its exit code, null when it was killed. */
  exit: Promise<number | null>
  /** Resolves when a node has entered a state. */
  reached(position: number, nodeState: string): Promise<void>
  /** Asks its process group to end, or ends it at once. */
  signal(name: 'SIGTERM' | 'SIGKILL'): void
}

const folder = path.join(import.meta.dirname, '../lab/kafka/runbooks')

/** Starts a runbook for a cluster. `attempt` is the idempotency key, the same for every retry of one attempt. */
export function startRunbook(
  cluster: LabCluster,
  name: string,
  attempt: string,
  args: string[] = [],
): RunningRunbook {
  const { PATH, HOME, NODE_ENV } = process.env
  const env = { PATH, HOME, NODE_ENV, UPGRADER_ATTEMPT_KEY: attempt }
  const child = spawn(path.join(folder, `${name}.mjs`), ['--home', cluster.home, ...args], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: ProgressLine[] = []
  const watchers = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line) as ProgressLine)
    for (const watch of watchers) watch()
  })
  let error = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    error += text
  })
  return {
    lines,
    error: () => error.trim(),
    exit: new Promise((resolve, reject) => child.once('error', reject).once('close', resolve)),
    reached: (position, nodeState) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if (lines.filter((line) => line.nodeState === nodeState).length >= position) resolve()
        }
        watchers.add(watch)
        watch()
        child.once('close', () =>
          reject(new Error(`${name} ended before ${nodeState} was reached: ${error}`)),
        )
      }),
    signal: (name) => signalGroup(child, name),
  }
}

/** Runs a runbook to its end and answers how it ended. */
export async function runRunbook(cluster: LabCluster, name: string, attempt: string, args: string[] = []) {
  const running = startRunbook(cluster, name, attempt, args)
  const code = await running.exit
  return { code, lines: running.lines, error: running.error() }
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, name)
}
