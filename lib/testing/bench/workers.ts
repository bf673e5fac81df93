import { startControlPlane } from '@/lib/testing/control-plane/server'
import { planeDriverEvery } from '@/lib/testing/engine/plane-driver'
import { limitCpu } from './cpu-quota'
import { tidy, untilFinished } from './product'
import { type CpuSeconds, cpuBetween, setStage } from './stage'
import { median } from './statistics'

const rollouts = 40
const size = 125
const rounds = 3
/** What each worker may use of a core in the second table. */
const cores = 0.2
const stepMs = 500

const operation = `  apply:${planeDriverEvery(stepMs)}`

interface Pass {
  /** Clusters a second. */
  readonly rate: number
  readonly used: CpuSeconds
  readonly seconds: number
}

/** @param quota what each worker may use of a core, once its code is warm; null = all there is. @returns null = that cannot be set here. */
async function measure(workers: number, quota: number | null): Promise<Pass[] | null> {
  const plane = await startControlPlane({ modes: { default: { durationMs: stepMs } } })
  const stage = await setStage({
    clusters: rollouts * size,
    workers,
    connection: { url: plane.url },
    env: { UPGRADER_PRIVATE_NETWORKS: '127.0.0.0/8' },
  })
  const { scene, pool } = stage
  const releases: (() => void)[] = []
  try {
    await pool.query(
      `UPDATE cluster SET labels = jsonb_build_object('part', (substr(name, 3)::int % $1)::text)`,
      [rollouts],
    )
    await scene.addOperation(operation)
    await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 100% }]\n')
    const passes: Pass[] = []
    for (let round = 0; round <= rounds; round++) {
      if (round === 1 && quota !== null) {
        const limits = stage.workerPids.map((pid) => limitCpu(pid, quota))
        releases.push(...limits.filter((release) => release !== null))
        if (releases.length < limits.length) return null
      }
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
    for (const release of releases) release()
    await plane.close()
  }
}

/**
 * Measures what a second worker adds when every cluster is a control plane's call that takes its time: many
 * rollouts at once, all of their clusters in flight. On a machine whose cores are all in use, a second worker has
 * nothing to add; so a second table gives each worker so small a share of a core that Postgres and the control plane
 * have enough: as if each worker had a small machine of its own.
 */
export async function benchWorkers(): Promise<void> {
  await compareWorkers('no limit for the workers', null)
  await compareWorkers(`at most ${cores * 100} % of a core for each worker`, cores)
}

async function compareWorkers(limit: string, quota: number | null): Promise<void> {
  process.stdout.write(
    `\n${rollouts} rollouts of ${size}, http operations of ${stepMs} ms, all in flight at once; ${limit}\n\n` +
      '| workers | clusters /s | cores used by Postgres | by workers |\n' +
      '| ------: | ----------: | ---------------------: | ---------: |\n',
  )
  const rates: number[] = []
  for (const workers of [1, 2]) {
    const passes = await measure(workers, quota)
    if (!passes) {
      process.stdout.write('\nnot measured: this machine does not let us limit a process\n')
      return
    }
    const rate = median(passes.map((pass) => pass.rate))
    rates.push(rate)
    const used = (of: keyof CpuSeconds) => median(passes.map(({ used, seconds }) => used[of] / seconds))
    const cells = [
      String(workers).padStart(7),
      rate.toFixed(0).padStart(11),
      used('postgres').toFixed(2).padStart(22),
      used('workers').toFixed(2).padStart(10),
    ]
    process.stdout.write(`| ${cells.join(' | ')} |\n`)
  }
  const [one = 0, two = 0] = rates
  process.stdout.write(`\ntwo workers against one: ${(two / one).toFixed(2)}\n`)
}
