import { loadClustersById } from '@/lib/clusters/load'
import type { Target } from '@/lib/core/rollout/model'
import { isInFlight, isTerminal } from '@/lib/core/rollout/states'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { disturbedClusters } from '@/lib/disruption/charges'
import type { Looked } from '@/lib/rollouts/look'
import type { Sql } from '@/lib/server/sql'

/** What a ticker remembers of the clusters of its targets in flight; lost in a crash, and read again then. */
export class ClusterMemory {
  /** Targets whose clusters have, or may have, a place in a disruption budget or are broken. */
  readonly disturbing = new Set<number>()
  private readonly facts = new Map<number, ClusterFacts>()

  /** Tells how a target's cluster was when it was seen last. */
  of(targetId: number): ClusterFacts | undefined {
    return this.facts.get(targetId)
  }

  /** Takes in what a look has shown. */
  see({ facts, disturbing }: Pick<Looked, 'facts' | 'disturbing'>): void {
    for (const id of disturbing) this.disturbing.add(id)
    for (const [id, cluster] of facts) this.facts.set(id, cluster)
  }

  /** Forgets the targets that have come to rest. */
  forgetResting(targets: Iterable<Target>): void {
    for (const { id, state } of targets) {
      if (!isTerminal(state)) continue
      this.facts.delete(id)
      this.disturbing.delete(id)
    }
  }

  /**
   * Reads what is not known of the targets in flight. Their places are read each time: one may have been got, or
   * the cluster be broken, without this process knowing.
   */
  async refresh(sql: Sql, targets: readonly Target[]): Promise<void> {
    const flying = targets.filter(({ state }) => isInFlight(state))
    if (flying.length === 0) return
    const disturbed = await disturbedClusters(sql, clusterIds(flying))
    for (const { id, clusterId } of flying) if (disturbed.has(clusterId)) this.disturbing.add(id)
    const unknown = flying.filter(({ id }) => !this.facts.has(id))
    if (unknown.length === 0) return
    const clusters = await loadClustersById(sql, clusterIds(unknown))
    const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]))
    for (const { id, clusterId } of unknown) {
      const cluster = byId.get(clusterId)
      if (cluster) this.facts.set(id, cluster)
    }
  }
}

const clusterIds = (targets: readonly Target[]): number[] => targets.map(({ clusterId }) => clusterId)
