import { startControlPlane } from '@/lib/testing/control-plane/server'
import { planeDriverEvery } from '@/lib/testing/engine/plane-driver'
import { tidy, untilFinished } from './product'
import { type CpuSeconds, cpuBetween, setStage } from './stage'
import { median } from './statistics'

const rollouts = 20
const size = 250
const rounds = 3
const stepMs = 500

const operation = `  apply:${planeDriverEvery(stepMs)}`

interface Pass {
  /** Clusters a second. */
  readonly rate: number
  readonly used: CpuSeconds
  readonly seconds: number
}

async function measure(workers: number): Promise<Pass[]> {
  const plane = await startControlPlane({ modes: { default: { durationMs: stepMs } } })
  const stage = await setStage({
    clusters: rollouts * size,
    workers,
    connection: { url: plane.url },
    env: { UPGRADER_PRIVATE_NETWORKS: '127.0.0.0/8' },
  })
  const { scene, pool } = stage
  try {
    await pool.query(
      `UPDATE cluster SET labels = jsonb_build_object('part', (substr(name, 3)::int % $1)::text)`,
      [rollouts],
    )
    await scene.addOperation(operation)
    await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 100% }]\n')
    const passes: Pass[] = []
    for (let round = 0; round <= rounds; round++) {
      await tidy(pool)
      const ids: string[] = []
      for (let part = 0; part < rollouts; part++)
        ids.push(await scene.launch({ select: `cluster.labels.part == "${part}"`, start: false }))
      const before = stage.cpuSeconds()
      const began = performance.now()
      await Promise.all(ids.map((id) => scene.start(id)))
      await untilFinished(pool, ids)
      const seconds = (performance.now() - began) / 1_000
      const used = cpuBetween(before, stage.cpuSeconds())
      if (round > 0) passes.push({ rate: (rollouts * size) / seconds, used, seconds })
    }
    return passes
  } finally {
    await stage.close()
    await plane.close()
  }
}

/**
 * Measures what a second worker adds when every cluster is a control plane's call that takes its time: many
 * rollouts at once, all of their clusters in flight.
 */
export async function benchWorkers(): Promise<void> {
  process.stdout.write(
    `\n${rollouts} rollouts of ${size}, http operations of ${stepMs} ms, all in flight at once\n\n` +
      '| workers | clusters /s | cores used by Postgres | by workers |\n' +
      '| ------: | ----------: | ---------------------: | ---------: |\n',
  )
  const rates: number[] = []
  for (const workers of [1, 2]) {
    const passes = await measure(workers)
    const rate = median(passes.map((pass) => pass.rate))
    rates.push(rate)
    const cores = (of: keyof CpuSeconds) => median(passes.map(({ used, seconds }) => used[of] / seconds))
    const cells = [
      String(workers).padStart(7),
      rate.toFixed(0).padStart(11),
      cores('postgres').toFixed(2).padStart(22),
      cores('workers').toFixed(2).padStart(10),
    ]
    process.stdout.write(`| ${cells.join(' | ')} |\n`)
  }
  const [one = 0, two = 0] = rates
  process.stdout.write(`\ntwo workers against one: ${(two / one).toFixed(2)}\n`)
}
