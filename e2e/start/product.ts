import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from '@playwright/test'

/** A whole product of its own, started as a user starts it. */
export interface Product {
  address: string
  dataDir: string
  supervisor: ChildProcess
  /** All that it has printed so far. */
  output(): string
  /** A token that may do everything. */
  token: string
  /** Processes below the supervisor whose command line holds a text. */
  processes(text: string): number[]
  remove(): Promise<void>
}

/** Starts a product with an empty fleet, and waits until it says that it is ready. */
export async function startProduct(options: {
  port: number
  dataDir?: string
  /** How; defaults to the script itself, without npm in between. */
  command?: readonly [string, ...string[]]
}): Promise<Product> {
  const token = `cu_${randomBytes(24).toString('base64url')}`
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'upgrader-start-'))
  const [command, ...argv] = options.command ?? [process.execPath, 'lib/start/start.mjs']
  const supervisor = spawn(command, argv, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: String(options.port),
      NEXTAUTH_URL: '',
      UPGRADER_DATA_DIR: dataDir,
      UPGRADER_ADMIN_PASSWORD: '',
      UPGRADER_BOOTSTRAP_TOKEN: token,
      UPGRADER_SAMPLE: '0',
    },
  })
  let output = ''
  for (const stream of [supervisor.stdout, supervisor.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const product: Product = {
    address: `http://localhost:${options.port}`,
    dataDir,
    supervisor,
    token,
    output: () => output,
    processes: (text) => childrenOf(supervisor.pid as number, text),
    remove: async () => {
      if (supervisor.exitCode === null && supervisor.signalCode === null) {
        supervisor.kill('SIGTERM')
        await once(supervisor, 'exit')
      }
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  await expect(() => expect(output).toContain('is ready')).toPass({ timeout: 60_000 })
  return product
}

/** Tells whether the product answers as alive. */
export async function answers(product: Product): Promise<boolean> {
  try {
    const response = await fetch(`${product.address}/healthz`, { signal: AbortSignal.timeout(2_000) })
    return response.ok
  } catch {
    return false
  }
}

/** Calls the product's API; an answer outside of 2xx fails the test with what the server said. */
export async function call<T>(product: Product, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(product.address + path, {
    method,
    headers: {
      authorization: `Bearer ${product.token}`,
      'content-type': typeof body === 'string' ? 'application/yaml' : 'application/json',
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${path}: ${text}`)
  return JSON.parse(text) as T
}

/** Finds all processes below one whose command line holds a text, however deep. */
export function descendantsOf(ancestor: number, text: string): number[] {
  const all = processTable()
  const below = (parent: number): Row[] =>
    all.filter(({ ppid }) => ppid === parent).flatMap((row) => [row, ...below(row.pid)])
  return below(ancestor)
    .filter(({ args }) => args.includes(text))
    .map(({ pid }) => pid)
}

const childrenOf = (parent: number, text: string): number[] =>
  processTable()
    .filter(({ ppid, args }) => ppid === parent && args.includes(text))
    .map(({ pid }) => pid)

interface Row {
  pid: number
  ppid: number
  args: string
}

/** All processes but those that have ended and wait to be collected. */
function processTable(): Row[] {
  return execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null && !match[3]?.startsWith('Z'))
    .map((match) => ({ pid: Number(match?.[1]), ppid: Number(match?.[2]), args: match?.[4] ?? '' }))
}
