import { observeProcess } from '../lab/kafka/runbooks/lib/broker.mjs'
import type { LabCluster } from '../lab/kafka/runbooks/lib/cluster-file.mjs'

const everyMs = 100

export interface BrokersSeen {
  /** How many brokers ran the new version, in the order in which that number changed. */
  readonly upgraded: readonly number[]
  /** The most brokers that were down at one time. */
  readonly mostDown: number
}

/** Answers the version each broker of a cluster runs, null for one that is down. */
export function runningVersions(cluster: LabCluster): (string | null)[] {
  return cluster.nodes.map((node) => observeProcess(node)?.version ?? null)
}

/**
 * Watches the processes of a cluster's brokers, ten times a second, until it is asked what it has seen. Seconds
 * pass between two brokers, so no step goes unseen, and no look depends on how fast a page shows it.
 */
export function watchBrokers(cluster: LabCluster, to: string): () => BrokersSeen {
  const upgraded: number[] = []
  let mostDown = 0
  const look = () => {
    const versions = runningVersions(cluster)
    const now = versions.filter((version) => version === to).length
    if (now !== upgraded.at(-1)) upgraded.push(now)
    mostDown = Math.max(mostDown, versions.filter((version) => version === null).length)
  }
  look()
  const timer = setInterval(look, everyMs)
  return () => {
    clearInterval(timer)
    look()
    return { upgraded, mostDown }
  }
}
