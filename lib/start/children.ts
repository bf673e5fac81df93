import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Env } from '../server/env'
import { guard } from '../server/guard'
import { sessionSecret } from '../server/keys'
import { workerBundle } from './worker-bundle'

/** What the product's processes are told beyond our own environment. */
export interface ChildSettings {
  env: Env
  databaseUrl: string
  publicUrl: string
  /** Sources instead of what was built, reloaded when they change. */
  dev: boolean
}

/**
 * Longer than the minute that proxies and clients keep an idle connection for: whoever closes first while the other
 * sends loses a call, and Node's own five seconds lost one now and then.
 */
const keepAliveMs = 75_000

/** Starts the web server. */
export function startWeb(settings: ChildSettings): ChildProcess {
  const { env, dev } = settings
  const verb = dev ? ['dev'] : ['start', '--keepAliveTimeout', String(keepAliveMs)]
  const argv = [...verb, '-p', String(env.port), '-H', env.host]
  return startNode('web', ['node_modules/next/dist/bin/next', ...argv], settings)
}

/** Starts one worker. */
export function startWorker(name: string, settings: ChildSettings): ChildProcess {
  const sources = ['--import', 'tsx', '--watch-path=lib', 'lib/worker/main.ts']
  return startNode(name, settings.dev ? sources : ['--enable-source-maps', workerBundle], settings)
}

/**
 * Starts a Node program that leads a process group of its own, with its output line by line behind its name.
 * It ends with us, however we end.
 */
function startNode(name: string, argv: readonly string[], settings: ChildSettings): ChildProcess {
  const child = spawn(process.execPath, argv, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: childEnvironment(settings),
  })
  if (child.pid !== undefined) child.once('exit', guard({ pid: child.pid, signal: 'TERM', group: true }))
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    if (from) createInterface({ input: from }).on('line', (line) => to.write(`[${name}] ${line}\n`))
  }
  return child
}

function childEnvironment({ env, databaseUrl, publicUrl, dev }: ChildSettings): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    UPGRADER_DATA_DIR: env.dataDir,
    NEXTAUTH_URL: publicUrl,
    NEXTAUTH_SECRET: sessionSecret(env),
  }
}
