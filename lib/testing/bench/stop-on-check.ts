/**
 * The second table of `npm run bench -- stop`: a statistical stop on a check, by drawn comparisons of upgraded with
 * waiting clusters. The draws follow from a seed, so the figures are the same on every machine.
 */
import { drawComparisons } from '@/lib/testing/comparisons'

const falseAlarm = 0.01
const runs = 2_000
const rates = [
  [0.02, 0.02],
  [0.02, 0.1],
  [0.02, 0.2],
  [0.02, 0.4],
  [0.02, 0.8],
  [0.1, 0.1],
  [0.1, 0.4],
] as const

function drawRollout(waiting: number, upgraded: number, run: number) {
  let failed = 0
  let compared = 0
  const seed = `check ${waiting} ${upgraded} ${run}`
  for (const { evidence, upgradedFails } of drawComparisons(
    seed,
    () => upgraded,
    () => waiting,
  )) {
    compared += 1
    if (upgradedFails) failed += 1
    if (evidence >= 1 / falseAlarm) return { stopped: true, failed, compared }
  }
  return { stopped: false, failed, compared }
}

/** Prints how many rollouts a stop on a check ends, and what it has cost by then, by how bad the upgrade is. */
export function benchStopOnCheck(): void {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  process.stdout.write(
    `\nOn a check, false alarms at most ${percent(falseAlarm)}; mean of ${runs} drawn rollouts\n\n` +
      '| waiting fail | upgraded fail | stopped | failed when it ends | compared when it ends |\n' +
      '| -----------: | ------------: | ------: | ------------------: | --------------------: |\n',
  )
  for (const [waiting, upgraded] of rates) {
    const all = Array.from({ length: runs }, (_, run) => drawRollout(waiting, upgraded, run))
    const mean = (of: (one: (typeof all)[number]) => number) =>
      (all.reduce((sum, one) => sum + of(one), 0) / runs).toFixed(1)
    const stopped = percent(all.filter((one) => one.stopped).length / runs)
    process.stdout.write(
      `| ${percent(waiting)} | ${percent(upgraded)} | ${stopped} | ${mean(({ failed }) => failed)} | ${mean(({ compared }) => compared)} |\n`,
    )
  }
}
