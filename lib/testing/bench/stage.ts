import type pg from 'pg'
import { migrate } from '@/lib/server/migrate'
import { createPool } from '@/lib/server/pool'
import { startPostgres, type TestPostgres } from '@/lib/testing/database/postgres'
import { type Scene, setScene } from '@/lib/testing/engine/scene'
import { bundleWorker } from '@/lib/testing/engine/worker-process'
import { cpuSeconds } from './cpu'

/** A fresh Postgres with production settings, a fleet, and real worker processes. */
export interface Stage {
  readonly postgres: TestPostgres
  readonly pool: pg.Pool
  readonly scene: Scene
  readonly workerPids: readonly number[]
  /** CPU used so far, in seconds. */
  cpuSeconds(): CpuSeconds
  close(): Promise<void>
}

export interface CpuSeconds {
  readonly postgres: number
  /** Of all worker processes together. */
  readonly workers: number
}

/** What was used between two readings. */
export const cpuBetween = (before: CpuSeconds, after: CpuSeconds): CpuSeconds => ({
  postgres: after.postgres - before.postgres,
  workers: after.workers - before.workers,
})

export interface StageOptions {
  readonly clusters: number
  readonly workers?: number
  readonly connection?: Record<string, unknown>
  readonly env?: Readonly<Record<string, string>>
}

/** Sets the stage for a measurement. */
export async function setStage({ clusters, workers = 1, connection, env }: StageOptions): Promise<Stage> {
  const postgres = await startPostgres({ durable: true })
  const program = await bundleWorker(env)
  await migrate(postgres.url)
  const pool = createPool({ url: postgres.url, applicationName: 'bench', statementTimeoutMs: 120_000 })
  const crew = await Promise.all(Array.from({ length: workers }, () => program.start(postgres.url)))
  const scene = await setScene({ pool, now: () => new Date() })
  await scene.addFleet(clusters, { regions: ['r1', 'r2', 'r3', 'r4'], ...(connection && { connection }) })
  return {
    postgres,
    pool,
    scene,
    workerPids: crew.map(({ pid }) => pid),
    cpuSeconds: () => ({
      postgres: cpuSeconds(postgres.pid),
      workers: crew.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
    }),
    close: async () => {
      await Promise.all(crew.map((worker) => worker.signal('SIGTERM')))
      await pool.end()
      program.dispose()
      await postgres.stop()
    },
  }
}
