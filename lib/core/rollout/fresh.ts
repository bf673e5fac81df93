import type { ResolvedPhase } from '@/lib/core/policy/resolved'
import type { Phase, RolloutHead, RolloutRules, Target } from './model'
import { type TargetState, targetStates } from './states'

/** Rows of a rollout to which nothing has happened yet, in memory. */

/** Makes the head of a draft. */
export const freshHead = (
  of: Pick<RolloutHead, 'id' | 'createdAt' | 'planHash' | 'launchedById' | 'policyAuthorId' | 'total'>,
  rules: RolloutRules,
): RolloutHead => ({
  ...of,
  rules,
  lastOverriderId: null,
  state: 'draft',
  pauseCause: null,
  pauseDetail: null,
  cancelInFlight: false,
  rollback: null,
  rollbacks: 0,
  charged: 0,
  acknowledged: 0,
  startAt: null,
  startedAt: null,
  finishedAt: null,
})

/** No target in any state. */
export const noCounts: Readonly<Record<TargetState, number>> = Object.fromEntries(
  targetStates.map((state) => [state, 0]),
) as Record<TargetState, number>

/** Makes a phase that nothing has begun in, all of its targets pending. */
export const freshPhase = (
  of: Pick<Phase, 'index' | 'id' | 'title' | 'rules' | 'after' | 'total'>,
): Phase => ({
  ...of,
  state: 'pending',
  step: 0,
  counts: { ...noCounts, pending: of.total },
  charged: 0,
  acknowledged: 0,
  resolved: null,
  compared: null,
  startedAt: null,
  soakUntil: null,
  finishedAt: null,
})

/**
 * Makes the phases of a policy.
 * @param totals how many targets each has, in their order.
 */
export function freshPhases(
  phases: readonly (Pick<ResolvedPhase, 'id' | 'title' | 'after'> & { readonly rules: ResolvedPhase })[],
  totals: readonly number[],
): Phase[] {
  const ids = phases.map(({ id }) => id)
  return phases.map(({ id, title, after, rules }, index) =>
    freshPhase({
      index,
      id,
      title,
      rules,
      after: after.map((other) => ids.indexOf(other)),
      total: totals[index] ?? 0,
    }),
  )
}

/** Makes a target that waits for its turn; member by member, because V8 makes slow objects of a spread that grows. */
export const freshTarget = ({
  id,
  phase,
  position,
  clusterId,
  cluster,
  facts,
}: Pick<Target, 'id' | 'phase' | 'position' | 'clusterId' | 'cluster' | 'facts'>): Target => ({
  id,
  phase,
  position,
  clusterId,
  cluster,
  facts,
  state: 'pending',
  reason: null,
  message: null,
  step: null,
  generation: 0,
  attempts: 0,
  operationRef: null,
  progress: null,
  startedAt: null,
  attemptAt: null,
  deadlineAt: null,
  retryAt: null,
  finishedAt: null,
  previous: null,
  nodes: null,
  spared: false,
  pastReturn: false,
  revertRound: null,
})
