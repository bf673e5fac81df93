/**
 * `npm run bench`: the work W(N, 3, 100), launched and watched through public functions, carried by a real worker
 * process on a Postgres with production settings; beside it, in turns, what the same Postgres does at most.
 * Give sizes as arguments to measure others: `npm run bench -- 100 1000 50000`; `planning` measures plans and
 * rehearsals instead.
 */

import type pg from 'pg'
import { migrate } from '@/lib/server/migrate'
import { createPool } from '@/lib/server/pool'
import { startPostgres } from '@/lib/testing/database/postgres'
import { databaseUrl } from '@/lib/testing/database/template'
import { setScene } from '@/lib/testing/engine/scene'
import { bundleWorker } from '@/lib/testing/engine/worker-process'
import { cpuSeconds } from './cpu'
import { benchPlanning } from './planning'
import { compose, runProduct, tidy } from './product'
import { runRaw } from './raw'
import { measureStorm, type Storm } from './storm'

if (process.argv[2] === 'planning') {
  benchPlanning()
  process.exit(0)
}

const steps = 3
const inFlightMax = 100
const rounds = 3

const wanted = process.argv
  .slice(2)
  .map(Number)
  .filter((n) => n > 0)
const sizes = wanted.length > 0 ? wanted : [1_000, 10_000]
const sets = process.env.BENCH_SETS === '1'

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

interface Round {
  readonly raw: number
  readonly launch: number
  readonly run: number
  readonly cpu: number
  readonly wal: number
}

async function measure(size: number): Promise<{ all: Round[]; storm: Storm }> {
  const postgres = await startPostgres({ durable: true })
  const program = await bundleWorker()
  try {
    const url = postgres.url
    await migrate(url)
    const admin = createPool({ url, applicationName: 'bench-admin', statementTimeoutMs: 120_000 })
    await admin.query('CREATE DATABASE raw')
    const worker = await program.start(url)
    const pool = createPool({ url, applicationName: 'bench', statementTimeoutMs: 120_000 })
    const scene = await setScene({ pool, now: () => new Date() })
    await scene.addFleet(size, { regions: ['r1', 'r2', 'r3', 'r4'] })
    await compose(scene, inFlightMax, sets)
    const result: Round[] = []
    // The first round warms both up and is not counted.
    for (let round = 0; round <= rounds; round++) {
      const rawSeconds = await runRaw(databaseUrl(url, 'raw'), size, steps, 100)
      await tidy(pool)
      const before = { cpu: 0, wal: 0 }
      const params: Record<string, string> = sets ? { run: String(round) } : {}
      const { launchSeconds, runSeconds } = await runProduct(scene, pool, params, async () => {
        before.wal = await walBytes(pool)
        before.cpu = cpuSeconds(worker.pid) + cpuSeconds(postgres.pid)
      })
      const cpu = cpuSeconds(worker.pid) + cpuSeconds(postgres.pid) - before.cpu
      const wal = (await walBytes(pool)) - before.wal
      if (round > 0) result.push({ raw: rawSeconds, launch: launchSeconds, run: runSeconds, cpu, wal })
    }
    const storm = await measureStorm(scene, pool, size)
    await worker.signal('SIGTERM')
    await Promise.all([admin.end(), pool.end()])
    return { all: result, storm }
  } finally {
    program.dispose()
    await postgres.stop()
  }
}

async function walBytes(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ at: string }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text AS at`,
  )
  return Number(rows[0]?.at)
}

process.stdout.write(
  `W(N, ${steps}, ${inFlightMax})${sets ? ', facts written to clusters' : ''}; medians of ${rounds}, in turns with raw:b100 on the same server\n\n` +
    '|      N | raw:b100 /s | product /s | ratio | CPU µs per transition | WAL B per target | launch ms |\n' +
    '| -----: | ----------: | ---------: | ----: | --------------------: | ---------------: | --------: |\n',
)
const storms: [number, Storm][] = []
for (const size of sizes) {
  const { all, storm } = await measure(size)
  storms.push([size, storm])
  const transitions = size * steps
  const raw = transitions / median(all.map((one) => one.raw))
  const product = transitions / median(all.map((one) => one.run))
  const cpu = (median(all.map((one) => one.cpu)) / transitions) * 1e6
  const wal = median(all.map((one) => one.wal)) / size
  const cells = [
    String(size).padStart(6),
    raw.toFixed(0).padStart(11),
    product.toFixed(0).padStart(10),
    (product / raw).toFixed(2).padStart(5),
    cpu.toFixed(0).padStart(21),
    wal.toFixed(0).padStart(16),
    (median(all.map((one) => one.launch)) * 1_000).toFixed(0).padStart(9),
  ]
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
}
process.stdout.write(
  '\n|      N | abort until every row tells, ms | retry of all until 100 fly, ms | approval to first start, ms |\n' +
    '| -----: | ------------------------------: | -----------------------------: | --------------------------: |\n',
)
for (const [size, { abortMs, retryMs, approveMs }] of storms) {
  const cells = [
    String(size).padStart(6),
    abortMs.toFixed(0).padStart(31),
    retryMs.toFixed(0).padStart(30),
    approveMs.toFixed(0).padStart(27),
  ]
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
}
process.exit(0)
