import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrate } from '@/lib/server/migrate'
import { createPool } from '@/lib/server/pool'
import { workerBundle } from '@/lib/start/worker-bundle'
import { type ControlPlane, startControlPlane } from '../control-plane/server'
import { startPostgres, type TestPostgres } from '../database/postgres'
import { eventually } from '../faults/eventually'
import { startTcpRelay, type TcpRelay } from '../faults/tcp-relay'
import { addPerson } from '../people'
import { type Kept, keep } from './kept'
import { createWire, type Wire } from './wire'

/** A worker, and its own way to the database. */
export interface WorkerSeat {
  readonly process: Kept
  readonly database: TcpRelay
}

/**
 * The product as it runs for a user (Postgres, web server, two workers), what it operates on, and the ways
 * between them, on which all may go wrong.
 */
export interface Product {
  readonly url: string
  readonly postgres: TestPostgres
  readonly web: Kept
  readonly workers: readonly WorkerSeat[]
  readonly plane: ControlPlane
  /** The workers' way to the control plane. */
  readonly planeLink: TcpRelay
  readonly wire: Wire
  readonly tokens: { readonly launcher: string; readonly approver: string; readonly admin: string }
  /** Where the processes' output is. */
  readonly logs: string
  stop(): Promise<void>
}

const workerCount = 2

/** Starts a product with an empty fleet from what `npm run build` has built. */
export async function startProduct(port: number): Promise<Product> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'upgrader-chaos-'))
  const logs = path.resolve('.artifacts/chaos')
  rmSync(logs, { recursive: true, force: true })
  mkdirSync(logs, { recursive: true })
  const wire = createWire()
  const plane = await startControlPlane()
  const planeLink = await startTcpRelay({ ...placeOf(plane.url), onSent: wire.see })
  const postgres = await startPostgres({ durable: true })
  await migrate(postgres.url)
  const tokens = await makePeople(postgres.url)

  const url = `http://127.0.0.1:${port}`
  const env = {
    NODE_ENV: 'production',
    UPGRADER_DATA_DIR: dataDir,
    UPGRADER_PRIVATE_NETWORKS: '127.0.0.0/8',
    UPGRADER_LOG_LEVEL: 'info',
    UPGRADER_BOOTSTRAP_TOKEN: '',
    NEXT_TELEMETRY_DISABLED: '1',
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: 'chaos'.repeat(8),
  } as const
  const workers = await Promise.all(
    Array.from({ length: workerCount }, async (_, i): Promise<WorkerSeat> => {
      const database = await startTcpRelay(placeOf(postgres.url))
      const own = new URL(postgres.url)
      own.port = String(database.port)
      const name = `worker-${i + 1}`
      const process = keep(name, [workerBundle], { ...env, DATABASE_URL: own.href }, `${logs}/${name}.log`)
      return { process, database }
    }),
  )
  const next = ['node_modules/next/dist/bin/next', 'start', '-p', String(port), '-H', '127.0.0.1']
  const web = keep('web', next, { ...env, DATABASE_URL: postgres.url }, `${logs}/web.log`)
  const product: Product = {
    url,
    postgres,
    web,
    workers,
    plane,
    planeLink,
    wire,
    tokens,
    logs,
    stop: async () => {
      for (const kept of [web, ...workers.map(({ process }) => process)]) await kept.stop()
      for (const relay of [planeLink, ...workers.map(({ database }) => database)]) await relay.close()
      await postgres.stop()
      await plane.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  await eventually('the product is ready', 90_000, async () =>
    (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000) })).ok ? true : undefined,
  ).catch(async (error) => {
    await product.stop()
    throw error
  })
  return product
}

async function makePeople(url: string): Promise<Product['tokens']> {
  const pool = createPool({ url, applicationName: 'chaos' })
  const services = { pool, now: () => new Date() }
  try {
    const token = async (name: string, role: 'operator' | 'approver' | 'admin') =>
      (await addPerson(services, name, role)).token
    return {
      launcher: await token('launcher', 'operator'),
      approver: await token('approver', 'approver'),
      admin: await token('admin', 'admin'),
    }
  } finally {
    await pool.end()
  }
}

function placeOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port) }
}
