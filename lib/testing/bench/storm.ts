import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { abortRollout } from '@/lib/rollouts/abort-rollout'
import { approveGate } from '@/lib/rollouts/approve-gate'
import { retryTargets } from '@/lib/rollouts/retry-targets'
import { poolSql } from '@/lib/server/sql'
import type { Scene } from '@/lib/testing/engine/scene'

/** Milliseconds from a command to the moment at which every row tells what it asked for. */
export interface Storm {
  readonly abortMs: number
  readonly retryMs: number
  readonly approveMs: number
}

/** Aborts and retries a whole fleet at once, and times a click on an approval up to the first start. */
export async function measureStorm(scene: Scene, pool: pg.Pool, size: number): Promise<Storm> {
  const sql = poolSql(pool)
  const until = async (id: string, condition: string, count: number): Promise<number> => {
    for (;;) {
      const [row] = await sql.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM target WHERE rollout_id = $1 AND ${condition}`,
        [Number(id)],
      )
      if (row && row.n >= count) return performance.now()
      await sleep(5)
    }
  }
  const { services, launcher, approver } = scene

  await scene.addOperation('  apply: { driver: simulator, with: { seconds: 600 } }\n')
  await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 100 }]\n')
  const id = await scene.launch()
  await until(id, `state = 'applying'`, 100)
  const aborted = performance.now()
  await abortRollout(services, launcher.actor, { rollout: id, cancelInFlight: true })
  const abortMs = (await until(id, `state = 'cancelled'`, size)) - aborted
  await scene.untilState(id, 'aborted')

  const names = await sql.query<{ cluster: string }>('SELECT cluster FROM target WHERE rollout_id = $1', [
    Number(id),
  ])
  const retried = performance.now()
  await retryTargets(services, launcher.actor, { rollout: id, clusters: names.map(({ cluster }) => cluster) })
  const retryMs = (await until(id, `state = 'applying'`, 100)) - retried
  await abortRollout(services, launcher.actor, { rollout: id, cancelInFlight: true })
  await scene.untilState(id, 'aborted')

  await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 100, before: [{ approval: {} }] }]\n')
  const gated = await scene.launch()
  const waiting = await scene.until(gated, ({ phases }) => phases[0]?.state === 'waiting')
  await sleep(4_000)
  const approved = performance.now()
  const gate = waiting.phases[0]?.gates[0]?.id ?? ''
  await approveGate(services, approver.actor, { rollout: gated, gate })
  const approveMs = (await until(gated, `state = 'applying'`, 1)) - approved
  await abortRollout(services, launcher.actor, { rollout: gated, cancelInFlight: true })
  await scene.untilState(gated, 'aborted')
  return { abortMs, retryMs, approveMs }
}
