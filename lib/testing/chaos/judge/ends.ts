import type { ClusterDto } from '@/lib/clusters/dto'
import type { TargetDetailDto } from '@/lib/rollouts/dto'
import type { JournalEntry } from '../../control-plane/journal'
import { isBad, isShared, type RunName, versionBefore } from '../programme'
import type { Judge } from './round'

const ends: Readonly<Record<RunName, string>> = {
  wave: 'succeeded',
  faulty: 'succeeded_with_failures',
  aborted: 'aborted',
  back: 'rolled_back',
}

/** Everything has ended as it must, and what is said of each cluster is what the control plane saw. */
export const judgeEnds: Judge = async ({ log, product, admin }, told, say) => {
  for (const { run, rollout, targets } of told) {
    if (rollout.state !== ends[run.name]) say(`${run.name} is ${rollout.state}, not ${ends[run.name]} (10)`)
    for (const target of targets) {
      const words = disagreement(target, run.name, log)
      if (words) say(`${target.cluster} of ${run.name} is ${target.state}: ${words} (11)`)
    }
  }
  for (const { operation, cluster } of log.filter(({ type }) => type === 'applied')) {
    if (!log.some((entry) => entry.type === 'ended' && entry.operation === operation))
      say(`${operation} on ${cluster} still runs outside (11)`)
  }
  const { items } = await admin.get<{ items: ClusterDto[] }>('/api/v1/clusters?limit=1000')
  const outside = product.plane.operations.versions()
  for (const { name, version } of items) {
    const really = outside[name] ?? versionBefore
    if (version !== really) say(`${name} is said to have ${version}, and has ${really} (11, 14)`)
  }
}

/** Compares what is said of a target with how its last operation went; null = they agree. */
function disagreement(target: TargetDetailDto, run: RunName, log: readonly JournalEntry[]): string | null {
  const outcomeOf = (step: string) => {
    const keys = new Set(target.attempts.filter((one) => one.step === step).map(({ key }) => key))
    return (
      log.findLast(({ type, key }) => type === 'ended' && key !== null && keys.has(key))?.outcome ?? 'none'
    )
  }
  const wrongly = (step: string, ...right: string[]) =>
    right.includes(outcomeOf(step)) ? null : `its last ${step} outside is ${outcomeOf(step)}`
  switch (target.state) {
    case 'succeeded':
      if (run === 'back') return 'nobody has taken it back'
      return isBad(target.cluster) ? 'it cannot have worked' : wrongly('apply', 'done')
    case 'failed':
      if (run === 'aborted') return wrongly('apply', 'failed', 'cancelled')
      return isBad(target.cluster) ? wrongly('apply', 'failed') : 'nothing was wrong with it'
    case 'reverted':
      return wrongly('revert', 'done')
    case 'cancelled':
      return wrongly('apply', 'none', 'cancelled')
    case 'skipped':
      return target.reason === 'ahead' && isShared(target.cluster) ? null : `because it is ${target.reason}`
    default:
      return 'that is no end of this rollout'
  }
}
