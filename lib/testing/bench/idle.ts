import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { cpuBetween, type Stage, setStage } from './stage'

const rollouts = 1_000
const inFlight = 10_000
const measuredSeconds = 20

/** The share of one core that Postgres and workers use over some seconds, in percent. */
async function percentOfCore(stage: Stage): Promise<number> {
  const before = stage.cpuSeconds()
  const began = performance.now()
  await sleep(measuredSeconds * 1_000)
  const { postgres, workers } = cpuBetween(before, stage.cpuSeconds())
  return ((postgres + workers) / ((performance.now() - began) / 1_000)) * 100
}

/** Measures what rollouts cost that wait for an approval, beside what the product costs with none. */
export async function benchIdle(): Promise<void> {
  const stage = await setStage({ clusters: rollouts })
  const { scene, pool } = stage
  const empty = await percentOfCore(stage)
  await scene.addOperation('  apply: { driver: simulator, with: { seconds: 0 } }\n')
  await scene.addPolicy('  phases: [{ select: "true", before: [{ approval: {} }] }]\n')
  for (let i = 0; i < rollouts; i++) {
    await scene.launch({ select: `cluster.name == "c-${String(i).padStart(4, '0')}"` })
  }
  for (;;) {
    const { rows } = await pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM gate WHERE requested_at IS NOT NULL`,
    )
    if (rows[0]?.n === rollouts) break
    await sleep(200)
  }
  // What they have just written settles first.
  await sleep(5_000)
  const waiting = await percentOfCore(stage)
  await stage.close()
  const row = (what: string, percent: number) =>
    `| ${what.padEnd(40)} | ${percent.toFixed(1).padStart(13)} |\n`
  process.stdout.write(
    `\n| ${'waiting'.padEnd(40)} | % of one core |\n| ${'-'.repeat(40)} | ------------: |\n` +
      row('nothing at all', empty) +
      row(`${rollouts} rollouts wait for an approval`, waiting),
  )
}

/**
 * Measures what operations cost that take their time, each polled every 5 s: while they are young, when each poll
 * brings progress that is worth an event, and later, when most bring none (see `report` in lib/core/rollout/progress.ts).
 */
export async function benchPolling(): Promise<void> {
  const stage = await setStage({ clusters: inFlight })
  const { scene, pool } = stage
  await scene.addOperation('  timeout: 1h\n  apply: { driver: simulator, with: { seconds: 3000 } }\n')
  await scene.addPolicy(`  phases: [{ select: "true", maxInFlight: ${inFlight} }]\n`)
  const id = await scene.launch()
  await scene.until(id, ({ counts }) => counts.applying === inFlight, 60_000)
  process.stdout.write(
    `\n| ${inFlight} operations in flight, each polled every 5 s | events /s | % of one core |\n` +
      `| ${'-'.repeat(50)} | --------: | ------------: |\n`,
  )
  for (const [age, seconds] of [
    ['in their first half minute', 10],
    ['five minutes later', 300],
  ] as const) {
    await sleep(seconds * 1_000)
    const before = await lastSeq(pool, id)
    const percent = await percentOfCore(stage)
    const events = ((await lastSeq(pool, id)) - before) / measuredSeconds
    process.stdout.write(
      `| ${age.padEnd(50)} | ${events.toFixed(0).padStart(9)} | ${percent.toFixed(1).padStart(13)} |\n`,
    )
  }
  await stage.close()
}

async function lastSeq(pool: pg.Pool, rollout: string): Promise<number> {
  const { rows } = await pool.query<{ last_seq: number }>('SELECT last_seq FROM rollout WHERE id = $1', [
    Number(rollout),
  ])
  return rows[0]?.last_seq ?? 0
}
