import { approvalPath } from '@/lib/approvals/query-options'
import { isFinished } from '@/lib/core/rollout/states'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { failingCluster } from './scenario'

/** What the walk says at one moment: always read off the rollout as it is, never off a clock. */
export interface WalkStep {
  /** From 1. */
  number: number
  title: string
  words: string
  links: readonly { label: string; href: string }[]
}

export const walkStepCount = 5

/** Says where the walk stands. */
export function walkStep(rollout: RolloutDto): WalkStep {
  const path = `/rollouts/${rollout.id}`
  const asking = rollout.phases
    .flatMap(({ gates }) => gates)
    .find(({ type, state, requestedAt }) => type === 'approval' && state === 'closed' && requestedAt !== null)
  if (isFinished(rollout.state)) return finished(rollout, path)
  if (rollout.state !== 'running') {
    return {
      number: 1,
      title: 'The rollout does not move now',
      words: 'Somebody stopped it. What it waits for stands on its page; resume it to go on.',
      links: [{ label: 'Open the rollout', href: path }],
    }
  }
  if (asking) {
    return {
      number: 3,
      title: 'Now it waits for a person',
      words:
        'Customers come only after somebody has looked. The card shows what happened so far and what is at stake.',
      links: [{ label: 'Decide', href: approvalPath(rollout.id, asking.id) }],
    }
  }
  if ((rollout.phases[1]?.counts.pending ?? 0) < (rollout.phases[1]?.total ?? 0)) {
    return {
      number: 4,
      title: 'Customers, six at a time',
      words: 'Approved. Pause is always one click; what is in flight then finishes and nothing new starts.',
      links: [{ label: 'Watch the map', href: `${path}?tab=map` }],
    }
  }
  if (rollout.counts.failed > 0) {
    return {
      number: 2,
      title: 'One cluster has failed',
      words: `The failure of ${failingCluster} is injected. The budget tolerates two, so the rollout goes on; a third would pause it.`,
      links: [{ label: 'Look why', href: `${path}?cluster=${failingCluster}` }],
    }
  }
  return {
    number: 1,
    title: 'Internal clusters first',
    words: 'Six of 18 simulated clusters, three at a time. A square on the map is one cluster.',
    links: [{ label: 'Watch the map', href: `${path}?tab=map` }],
  }
}

const finished = (rollout: RolloutDto, path: string): WalkStep => ({
  number: walkStepCount,
  title: rollout.state === 'succeeded_with_failures' ? 'Done, with one failure' : 'The rollout is over',
  words:
    'It is called “completed with failures”, never “succeeded”. Retry only what failed, see it once more, or compose your own.',
  links: [
    { label: 'See what failed', href: `${path}?tab=targets&state=failed` },
    { label: 'Replay it', href: `${path}/replay` },
    { label: 'Compose a policy', href: '/policies/new' },
  ],
})
