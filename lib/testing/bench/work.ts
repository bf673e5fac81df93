import type pg from 'pg'
import { databaseUrl } from '@/lib/testing/database/template'
import { compose, runProduct, tidy } from './product'
import { runRaw } from './raw'
import { setStage } from './stage'
import { median } from './statistics'
import { measureStorm, type Storm } from './storm'

const steps = 3
const inFlightMax = 100
const rounds = 3

const sets = process.env.BENCH_SETS === '1'

interface Round {
  readonly raw: number
  readonly launch: number
  readonly run: number
  readonly cpu: number
  readonly wal: number
}

async function measure(size: number): Promise<{ all: Round[]; storm: Storm }> {
  const stage = await setStage({ clusters: size })
  try {
    const { pool, scene, postgres } = stage
    await pool.query('CREATE DATABASE raw')
    await compose(scene, inFlightMax, sets)
    const result: Round[] = []
    // The first round warms both up and is not counted.
    for (let round = 0; round <= rounds; round++) {
      const rawSeconds = await runRaw(databaseUrl(postgres.url, 'raw'), size, steps, 100)
      await tidy(pool)
      const before = { cpu: 0, wal: 0 }
      const params: Record<string, string> = sets ? { run: String(round) } : {}
      const { launchSeconds, runSeconds } = await runProduct(scene, pool, params, async () => {
        before.wal = await walBytes(pool)
        before.cpu = stage.cpuSeconds()
      })
      const cpu = stage.cpuSeconds() - before.cpu
      const wal = (await walBytes(pool)) - before.wal
      if (round > 0) result.push({ raw: rawSeconds, launch: launchSeconds, run: runSeconds, cpu, wal })
    }
    return { all: result, storm: await measureStorm(scene, pool, size) }
  } finally {
    await stage.close()
  }
}

async function walBytes(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ at: string }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text AS at`,
  )
  return Number(rows[0]?.at)
}

/** Measures W(N, 3, 100) at each size beside the limit of the same Postgres, and prints the figures. */
export async function benchWork(sizes: readonly number[]): Promise<void> {
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
}
