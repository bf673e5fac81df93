import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { until } from './limit'
import { ProductApi } from './product-api'

export interface RunningProduct {
  readonly api: ProductApi
  readonly password: string
  stop(): Promise<void>
}

/** A build of the whole console may be part of the start. */
const startMaxMs = 300_000
const stopMaxMs = 20_000

/** Starts the whole product with an empty database of its own, as `npm start` does, and waits until it is ready. */
export async function startProduct(): Promise<RunningProduct> {
  const port = 20_000 + Math.floor(Math.random() * 10_000)
  const dataDir = mkdtempSync(path.join(tmpdir(), 'upgrader-bench-'))
  const password = randomBytes(12).toString('base64url')
  const token = `cu_${randomBytes(24).toString('base64url')}`
  const log = path.join(dataDir, 'bench.log')
  const out = openSync(log, 'w')
  const supervisor = spawn(process.execPath, ['lib/start/start.mjs'], {
    stdio: ['ignore', out, out],
    env: {
      ...process.env,
      // It ends by itself when this process is gone, whatever started that.
      npm_lifecycle_event: 'bench:ui',
      // Whoever keeps their own database in the environment does not want a fleet of a benchmark in it.
      DATABASE_URL: undefined,
      PORT: String(port),
      UPGRADER_DATA_DIR: dataDir,
      UPGRADER_ADMIN_PASSWORD: password,
      UPGRADER_BOOTSTRAP_TOKEN: token,
      UPGRADER_SAMPLE: '0',
      UPGRADER_LOG_LEVEL: 'warn',
    },
  })
  const stop = async () => {
    supervisor.kill('SIGTERM')
    const slow = setTimeout(() => supervisor.kill('SIGKILL'), stopMaxMs)
    if (supervisor.exitCode === null && supervisor.signalCode === null) await once(supervisor, 'exit')
    clearTimeout(slow)
    rmSync(dataDir, { recursive: true, force: true })
  }
  const address = `http://localhost:${port}`
  try {
    await until(startMaxMs, 'the start of the product', async () => {
      if (supervisor.exitCode !== null) throw new Error('the product ended while it started')
      const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(
        () => null,
      )
      return answer?.ok ?? false
    })
  } catch (error) {
    const last = readFileSync(log, 'utf8').trim().split('\n').slice(-5)
    await stop()
    throw new Error(`${(error as Error).message}; it said last:\n${last.join('\n')}`)
  }
  return { api: new ProductApi(address, token), password, stop }
}
