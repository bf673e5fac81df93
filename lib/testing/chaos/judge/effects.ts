import type { Judge } from './round'

/**
 * One effect per rollout, cluster and attempt; none that no attempt stands for; only clusters of the plan; and
 * nothing sent a second after a pause, abort or rollback was acknowledged.
 */
export const judgeEffects: Judge = ({ log, product, commands, runs }, told, say) => {
  const attemptOf = new Map<string, string>()
  for (const { run, targets } of told) {
    for (const { cluster, attempts } of targets) {
      for (const { key, step, generation } of attempts) {
        attemptOf.set(key, `${run.name} ${cluster} ${step} ${generation}`)
      }
    }
  }
  const seen = new Map<string, string>()
  for (const { type, action, key, cluster } of log) {
    if (type !== 'applied' || action !== 'start' || key === null) continue
    const attempt = attemptOf.get(key)
    if (attempt === undefined) say(`an effect on ${cluster} that no attempt stands for: ${key} (3, 11)`)
    else if (seen.has(attempt)) say(`two effects of one attempt: ${attempt} (3)`)
    else seen.set(attempt, key)
  }
  const allowed = new Set(runs.flatMap(({ clusters }) => [...clusters]))
  for (const { cluster, action } of log) {
    if (action === 'start' && cluster !== null && !allowed.has(cluster))
      say(`${cluster} is in no plan and was touched (6)`)
  }
  for (const { run, why, from, until } of commands.holds) {
    for (const { at, run: label, cluster, key } of product.wire.starts) {
      const mine = label.endsWith(`-${run.name}`) && run.clusters.has(cluster)
      const back = attemptOf.get(key)?.includes(' revert ') ?? false
      if (!mine || at <= from + 1_000 || at >= until || (why === 'rollback' && back)) continue
      say(`${cluster} was started ${at - from} ms after the ${why} of ${run.name} was acknowledged (4)`)
    }
  }
}
