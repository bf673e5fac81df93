import { tidy, untilFinished } from './product'
import { type Stage, setStage } from './stage'
import { median } from './statistics'

const rolloutsMany = 20
const size = 1_000
const rounds = 3

const transitions = rolloutsMany * size * 3

async function run(stage: Stage, rollouts: number): Promise<number> {
  const { scene, pool } = stage
  const share = rolloutsMany / rollouts
  await tidy(pool)
  const ids: string[] = []
  for (let i = 0; i < rollouts; i++) {
    const select = rollouts === 1 ? 'true' : `cluster.labels.part == "${i * share}"`
    ids.push(await scene.launch({ select, start: false }))
  }
  const began = performance.now()
  await Promise.all(ids.map((id) => scene.start(id)))
  await untilFinished(pool, ids)
  return transitions / ((performance.now() - began) / 1_000)
}

/** Measures many rollouts at once against one rollout of as many clusters, with one worker and with two. */
export async function benchMany(): Promise<void> {
  process.stdout.write(
    `\n| workers | ${rolloutsMany} rollouts of ${size}, /s | one of ${rolloutsMany * size}, /s | ratio |\n` +
      '| ------: | -------------------: | --------------: | ----: |\n',
  )
  for (const workers of [1, 2]) {
    const stage = await setStage({ clusters: rolloutsMany * size, workers })
    const { scene, pool } = stage
    await pool.query(
      `UPDATE cluster SET labels = jsonb_build_object('part', (substr(name, 3)::int % $1)::text)`,
      [rolloutsMany],
    )
    await scene.addOperation(
      '  apply: { driver: simulator, with: { seconds: 0 } }\n  verify: [{ name: healthy, check: simulator, with: {} }]\n',
    )
    await scene.addPolicy('  phases: [{ select: "true", maxInFlight: 100 }]\n')
    const many: number[] = []
    const one: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const rates = [await run(stage, rolloutsMany), await run(stage, 1)] as const
      if (round === 0) continue
      many.push(rates[0])
      one.push(rates[1])
    }
    await stage.close()
    const cells = [
      String(workers).padStart(7),
      median(many).toFixed(0).padStart(20),
      median(one).toFixed(0).padStart(15),
      (median(many) / median(one)).toFixed(2).padStart(5),
    ]
    process.stdout.write(`| ${cells.join(' | ')} |\n`)
  }
}
