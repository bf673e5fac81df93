import type { Plan } from '@/lib/core/plan/types'
import { freshHead, freshPhases, freshTarget } from '@/lib/core/rollout/fresh'
import type { Loaded } from '@/lib/core/rollout/load'
import { makeGates } from '@/lib/core/rollout/make-gates'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'

/** Makes the rows that a launch of the plan would write, in memory: a draft that the engine can carry. */
export function stage(plan: Plan, fleet: ReadonlyMap<string, ClusterFacts>, now: number): Loaded {
  const { policy, operation, hash, counts, phases } = plan
  let nextId = 0
  return {
    head: freshHead(
      {
        id: 0,
        createdAt: now,
        planHash: hash,
        launchedById: 0,
        policyAuthorId: null,
        total: counts.planned,
      },
      { policy, operation },
    ),
    phases: freshPhases(
      phases,
      phases.map(({ targets }) => targets.length),
    ),
    gates: makeGates(policy),
    // Believed to pass all the time.
    guards: [],
    targets: phases.flatMap(({ targets }, phase) =>
      targets.map(({ cluster, position }) => {
        const facts = fleet.get(cluster)
        if (!facts) throw new Error('a planned cluster is not in the fleet it was planned over')
        nextId += 1
        return freshTarget({ id: nextId, phase, position: position - 1, clusterId: nextId, cluster, facts })
      }),
    ),
  }
}
