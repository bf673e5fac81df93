/** How a cluster looks in the eyes of one broker. */
export interface BrokerView {
  /** Whether it knows an active controller. */
  readonly controller: boolean
  readonly brokers: number
  readonly partitions: number
  /** Partitions without a leader. */
  readonly offline: number
  /** Partitions with a leader of which some replica is not in sync. */
  readonly underReplicated: number
}

/** What metadata say of one partition; no leader is -1. */
interface Partition {
  readonly leaderId: number
  readonly isrNodes: readonly number[]
  readonly replicaNodes: readonly number[]
}

/** Counts the partitions, and those of them that are in trouble. */
export function countPartitions(
  partitions: readonly Partition[],
): Pick<BrokerView, 'partitions' | 'offline' | 'underReplicated'> {
  const led = partitions.filter(({ leaderId }) => leaderId >= 0)
  return {
    partitions: partitions.length,
    offline: partitions.length - led.length,
    underReplicated: led.filter(({ isrNodes, replicaNodes }) => isrNodes.length < replicaNodes.length).length,
  }
}

/** Takes the worst of what several brokers see: what is wrong for one is wrong, others may only not know it yet. */
export function worst(views: readonly BrokerView[]): BrokerView {
  const most = (key: 'offline' | 'underReplicated' | 'partitions') =>
    Math.max(...views.map((view) => view[key]))
  return {
    controller: views.every(({ controller }) => controller),
    brokers: Math.min(...views.map(({ brokers }) => brokers)),
    partitions: most('partitions'),
    offline: most('offline'),
    underReplicated: most('underReplicated'),
  }
}
