import type pg from 'pg'
import { databaseUrl } from '@/lib/testing/database/template'
import { compose, runProduct, runSmall, tidy } from './product'
import { runRaw } from './raw'
import { type CpuSeconds, cpuBetween, setStage } from './stage'
import { median, quantile } from './statistics'
import { measureStorm, type Storm } from './storm'

const steps = 3
const inFlightMax = 100
const rounds = 3

/** So many targets go through a worker before anything counts: its code is compiled as it is used, over seconds. */
const warmTargets = 20_000

const sets = process.env.BENCH_SETS === '1'

interface Round {
  readonly raw: number
  readonly launch: number
  readonly run: number
  readonly cpu: CpuSeconds
  readonly wal: number
}

interface Measured {
  readonly all: Round[]
  /** 99 of 100 steps took at most this, in ms, from the decision to begin until the decision that it has ended. */
  readonly stepMs: number
  readonly storm: Storm | null
}

async function measure(size: number, workers: number): Promise<Measured> {
  const stage = await setStage({ clusters: size, workers })
  try {
    const { pool, scene, postgres } = stage
    await pool.query('CREATE DATABASE raw')
    await compose(scene, inFlightMax, sets)
    const result: Round[] = []
    const warmRounds = Math.ceil(warmTargets / size)
    for (let round = 1 - warmRounds; round <= rounds; round++) {
      const rawSeconds = await runRaw(databaseUrl(postgres.url, 'raw'), size, steps, 100)
      await tidy(pool)
      if (round > 0) await runSmall(scene, pool)
      const before = { cpu: stage.cpuSeconds(), wal: 0 }
      const params: Record<string, string> = sets ? { run: String(round) } : {}
      const { launchSeconds, runSeconds } = await runProduct(scene, pool, params, async () => {
        before.wal = await walBytes(pool)
        before.cpu = stage.cpuSeconds()
      })
      const cpu = cpuBetween(before.cpu, stage.cpuSeconds())
      const wal = (await walBytes(pool)) - before.wal
      if (round > 0) result.push({ raw: rawSeconds, launch: launchSeconds, run: runSeconds, cpu, wal })
    }
    const stepMs = quantile(await stepTimes(pool), 0.99)
    return { all: result, stepMs, storm: workers === 1 ? await measureStorm(scene, pool, size) : null }
  } finally {
    await stage.close()
  }
}

/** How long the steps of the newest rollout took, in ms. */
async function stepTimes(pool: pg.Pool): Promise<number[]> {
  const { rows } = await pool.query<{ ms: number }>(
    `SELECT extract(epoch FROM finished_at - started_at)::float8 * 1000 AS ms FROM attempt
     WHERE rollout_id = (SELECT max(id) FROM rollout)`,
  )
  return rows.map(({ ms }) => ms)
}

async function walBytes(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ at: string }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text AS at`,
  )
  return Number(rows[0]?.at)
}

/** Measures W(N, 3, 100) at each size, with one worker and with two, beside the limit of the same Postgres. */
export async function benchWork(sizes: readonly number[]): Promise<void> {
  process.stdout.write(
    `W(N, ${steps}, ${inFlightMax})${sets ? ', facts written to clusters' : ''}; medians of ${rounds}, in turns with raw:b100 on the same server\n\n` +
      '|      N | workers | raw:b100 /s | product /s | ratio | CPU µs per transition | step p99, ms | WAL B per target | launch ms |\n' +
      '| -----: | ------: | ----------: | ---------: | ----: | --------------------: | -----------: | ---------------: | --------: |\n',
  )
  const storms: [number, Storm][] = []
  for (const size of sizes) {
    for (const workers of [1, 2]) {
      const measured = await measure(size, workers)
      if (measured.storm) storms.push([size, measured.storm])
      printWork(size, workers, measured)
    }
  }
  process.stdout.write(
    '\n|      N | abort until every row tells, ms | retry of all until 100 are in flight, ms | approval to first start, ms |\n' +
      '| -----: | ------------------------------: | ---------------------------------------: | --------------------------: |\n',
  )
  for (const [size, { abortMs, retryMs, approveMs }] of storms) {
    const cells = [
      String(size).padStart(6),
      abortMs.toFixed(0).padStart(31),
      retryMs.toFixed(0).padStart(40),
      approveMs.toFixed(0).padStart(27),
    ]
    process.stdout.write(`| ${cells.join(' | ')} |\n`)
  }
}

function printWork(size: number, workers: number, { all, stepMs }: Measured): void {
  const transitions = size * steps
  const raw = transitions / median(all.map((one) => one.raw))
  const product = transitions / median(all.map((one) => one.run))
  const cpu = (of: keyof CpuSeconds) => (median(all.map((one) => one.cpu[of])) / transitions) * 1e6
  const wal = median(all.map((one) => one.wal)) / size
  const cells = [
    String(size).padStart(6),
    String(workers).padStart(7),
    raw.toFixed(0).padStart(11),
    product.toFixed(0).padStart(10),
    (product / raw).toFixed(2).padStart(5),
    `${(cpu('postgres') + cpu('workers')).toFixed(0)} (${cpu('postgres').toFixed(0)} + ${cpu('workers').toFixed(0)})`.padStart(
      21,
    ),
    stepMs.toFixed(0).padStart(12),
    wal.toFixed(0).padStart(16),
    (median(all.map((one) => one.launch)) * 1_000).toFixed(0).padStart(9),
  ]
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
}
