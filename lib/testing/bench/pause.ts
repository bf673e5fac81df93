import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { pauseRollout } from '@/lib/rollouts/pause-rollout'
import { startControlPlane } from '@/lib/testing/control-plane/server'
import { planeDriverEvery } from '@/lib/testing/engine/plane-driver'
import { setStage } from './stage'
import { quantile } from './statistics'

const clusters = 10_000
const inFlight = 100
const pauses = 20
const stepMs = 100

const operation = `  apply:${planeDriverEvery(stepMs)}`

/**
 * Measures, with ${'`'}http${'`'} operations against a control plane that keeps a journal, how long after a pause was
 * acknowledged the last start arrived outside, and how soon a freed slot is given to the next cluster.
 */
export async function benchPause(): Promise<void> {
  const plane = await startControlPlane({ modes: { default: { durationMs: stepMs } } })
  const stage = await setStage({
    clusters,
    connection: { url: plane.url },
    env: { UPGRADER_PRIVATE_NETWORKS: '127.0.0.0/8' },
  })
  const { scene, pool } = stage
  await scene.addOperation(operation)
  await scene.addPolicy(`  phases: [{ select: "true", maxInFlight: ${inFlight} }]\n`)
  const id = await scene.launch()
  await scene.until(id, ({ counts }) => counts.succeeded > inFlight)
  const late: number[] = []
  for (let i = 0; i < pauses; i++) {
    await sleep(300 + 37 * i)
    await pauseRollout(scene.services, scene.launcher.actor, { rollout: id })
    const acknowledged = Date.now()
    await sleep(1_500)
    const starts = plane.journal
      .entries()
      .filter(({ type, action }) => type === 'received' && action === 'start')
    late.push(Math.max(0, ...starts.map(({ at }) => at - acknowledged)))
    await scene.start(id)
  }
  const gaps = await slotGaps(pool, Number(id))
  await stage.close()
  await plane.close()
  process.stdout.write(
    `\nafter ${pauses} pauses, last start outside after the acknowledgement: p50 ${quantile(late, 0.5)} ms, worst ${Math.max(...late)} ms\n` +
      `slot freed → next start decided, ${inFlight} in flight: p50 ${quantile(gaps, 0.5).toFixed(0)} ms, p99 ${quantile(gaps, 0.99).toFixed(0)} ms\n`,
  )
}

/** Milliseconds from each success to the start that got its slot, as events tell, up to the first pause. */
async function slotGaps(pool: pg.Pool, rollout: number): Promise<number[]> {
  const { rows } = await pool.query<{ ms: number }>(
    `WITH told AS (
       SELECT type, at, row_number() OVER (PARTITION BY type ORDER BY seq) AS n FROM event
       WHERE rollout_id = $1 AND type IN ('target.started', 'target.succeeded')
         AND seq < (SELECT min(seq) FROM event WHERE rollout_id = $1 AND type = 'rollout.paused'))
     SELECT extract(epoch FROM s.at - f.at)::float8 * 1000 AS ms
     FROM told f JOIN told s ON f.type = 'target.succeeded' AND s.type = 'target.started' AND s.n = f.n + $2`,
    [rollout, inFlight],
  )
  return rows.map(({ ms }) => ms)
}
