import type { Plan } from '@/lib/core/plan/types'
import type { Loaded } from '@/lib/core/rollout/load'
import { makeGates } from '@/lib/core/rollout/make-gates'
import type { Target } from '@/lib/core/rollout/model'
import { type TargetState, targetStates } from '@/lib/core/rollout/states'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'

const noCounts = Object.fromEntries(targetStates.map((state) => [state, 0])) as Record<TargetState, number>

/** Makes the rows that a launch of the plan would write, in memory: a draft that the engine can carry. */
export function stage(plan: Plan, fleet: ReadonlyMap<string, ClusterFacts>, now: number): Loaded {
  const ids = plan.phases.map(({ id }) => id)
  let nextId = 0
  return {
    head: {
      id: 0,
      rules: { policy: plan.policy, operation: plan.operation },
      createdAt: now,
      planHash: plan.hash,
      launchedById: 0,
      policyAuthorId: null,
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
      total: plan.counts.planned,
    },
    phases: plan.phases.map(({ id, title, rules, after, targets }, index) => ({
      index,
      id,
      title,
      rules,
      after: after.map((other) => ids.indexOf(other)),
      state: 'pending',
      step: 0,
      total: targets.length,
      counts: { ...noCounts, pending: targets.length },
      charged: 0,
      acknowledged: 0,
      resolved: null,
      compared: null,
      startedAt: null,
      soakUntil: null,
      finishedAt: null,
    })),
    gates: makeGates(plan.policy),
    // Believed to pass all the time.
    guards: [],
    targets: plan.phases.flatMap(({ targets }, phase) =>
      targets.map(({ cluster, position }): Target => {
        const facts = fleet.get(cluster)
        if (!facts) throw new Error('a planned cluster is not in the fleet it was planned over')
        nextId += 1
        return {
          id: nextId,
          phase,
          position: position - 1,
          clusterId: nextId,
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
        }
      }),
    ),
  }
}
