import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { isFinished, type RolloutState } from '@/lib/core/rollout/states'
import { poolSql } from '@/lib/server/sql'
import type { Scene } from '@/lib/testing/engine/scene'

const operation = `  apply: { driver: simulator, with: { seconds: 0 } }
  verify: [{ name: healthy, check: simulator, with: {} }]
`
const setting = `  sets: { labels: { benchmark: "{{ params.run }}" } }
  params: { type: object, properties: { run: { type: string } } }
`

/** Publishes what the work W(N, 3, C) is made of: three durable steps a target, at most C in flight. */
export async function compose(scene: Scene, inFlightMax: number, sets: boolean): Promise<void> {
  await scene.addOperation(sets ? operation + setting : operation)
  await scene.addPolicy(`  phases: [{ select: "true", maxInFlight: ${inFlightMax} }]\n`)
}

/** Waits until rollouts have come to an end, asking so little that it takes nothing from them. @throws after two minutes. */
export async function untilFinished(pool: pg.Pool, ids: readonly string[]): Promise<void> {
  const sql = poolSql(pool)
  const deadline = performance.now() + 120_000
  for (;;) {
    const [row] = await sql.query<{ open: number }>(
      'SELECT count(*)::int AS open FROM rollout WHERE id = ANY($1::int[]) AND finished_at IS NULL',
      [ids.map(Number)],
    )
    if (row?.open === 0) return
    if (performance.now() > deadline) throw new Error(`${row?.open} rollouts have not come to an end`)
    await sleep(20)
  }
}

/** Carries a rollout over a hundred clusters, so that the next one finds everything as it is on a day like any other. */
export async function runSmall(scene: Scene, pool: pg.Pool): Promise<void> {
  await untilFinished(pool, [await scene.launch({ select: 'cluster.name.startsWith("c-00")' })])
}

export interface Timing {
  readonly launchSeconds: number
  readonly runSeconds: number
}

/**
 * Brings what earlier rounds have left behind in order, so that no vacuum falls into the time measured. Postgres then
 * forgets the plans that it had kept; a small rollout lets it make them again (`runSmall`).
 */
export async function tidy(pool: pg.Pool): Promise<void> {
  await pool.query('VACUUM ANALYZE target, event, lease, attempt, phase, rollout, cluster')
}

/**
 * Launches a rollout over the whole fleet as anybody would, and waits until it says that it has succeeded.
 * @param onLaunched is called when the launch was answered, before the time of the run counts.
 */
export async function runProduct(
  scene: Scene,
  pool: pg.Pool,
  params: Record<string, string>,
  onLaunched: () => Promise<void>,
): Promise<Timing> {
  const sql = poolSql(pool, { kept: true })
  const began = performance.now()
  // A draft first: writing the plan is the launch's work, and the engine must not run ahead meanwhile.
  const id = await scene.launch({ params, start: false })
  const launched = performance.now()
  await onLaunched()
  const started = performance.now()
  await scene.start(id)
  for (;;) {
    const [row] = await sql.query<{ state: RolloutState }>('SELECT state FROM rollout WHERE id = $1', [id])
    if (row && isFinished(row.state)) {
      const ended = performance.now()
      if (row.state !== 'succeeded') throw new Error(`the rollout is ${row.state}`)
      return { launchSeconds: (launched - began) / 1_000, runSeconds: (ended - started) / 1_000 }
    }
    await sleep(2)
  }
}
