import path from 'node:path'
import type { LabCluster, LabNode } from './runbooks/lib/cluster-file.mjs'

/** One cluster of the lab: where it pretends to live, and which of the lab's three blocks of ports it has. */
export interface LabSite {
  name: string
  provider: 'azure' | 'aws' | 'gcp'
  region: string
  index: number
}

export const sites: readonly LabSite[] = [
  { name: 'kafka-azure', provider: 'azure', region: 'westeurope', index: 0 },
  { name: 'kafka-aws', provider: 'aws', region: 'eu-central-1', index: 1 },
  { name: 'kafka-gcp', provider: 'gcp', region: 'europe-west4', index: 2 },
]

const brokersPerCluster = 3
const controllerOffset = 3
const lockOffset = 9

/** Lays out one cluster on disk, under `folder`, and on loopback ports; `common` is what all clusters of a lab share. */
export function layOut(
  site: LabSite,
  folder: string,
  portBase: number,
  common: Pick<LabCluster, 'distributions' | 'java' | 'logging'>,
): LabCluster {
  const home = path.join(folder, site.name)
  const block = portBase + site.index * 10
  const nodes = Array.from({ length: brokersPerCluster }, (_, i) => {
    const name = `broker-${i + 1}`
    return { name, id: i + 1, port: block + i + 1, dir: path.join(home, name) }
  })
  return { name: site.name, home, lockPort: block + lockOffset, nodes, ...common }
}

/** Lists a cluster's client addresses, `host:port` each. */
export function bootstrapOf(cluster: LabCluster): string[] {
  return cluster.nodes.map((node) => `127.0.0.1:${node.port}`)
}

/**
 * Renders the server.properties of one combined broker-controller, valid for 3.9 and 4.x alike so that an upgrade
 * swaps nothing but the jars. Everything on loopback, three replicas of which two must have a write, and every
 * buffer, pool and idle poll cut down: nine of these share two cores with the product.
 */
export function serverProperties(cluster: LabCluster, node: LabNode): string {
  const voters = cluster.nodes
    .map((voter) => `${voter.id}@127.0.0.1:${voter.port + controllerOffset}`)
    .join(',')
  const settings: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    'controller.quorum.voters': voters,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.port + controllerOffset}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': path.join(node.dir, 'data'),

    'default.replication.factor': 3,
    'min.insync.replicas': 2,
    'num.partitions': 3,
    'offsets.topic.replication.factor': 3,
    'offsets.topic.num.partitions': 3,
    'transaction.state.log.replication.factor': 3,
    'transaction.state.log.min.isr': 2,
    'transaction.state.log.num.partitions': 3,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,

    // On two busy cores a broker may stall for a second or two; that must not cost it its place.
    'broker.heartbeat.interval.ms': 1000,
    'broker.session.timeout.ms': 9000,
    'controller.quorum.fetch.timeout.ms': 4000,
    'controller.quorum.election.timeout.ms': 2000,

    // The active controller writes a record into the metadata log this often even when nothing happens.
    'metadata.max.idle.interval.ms': 5000,
    'num.network.threads': 1,
    'num.io.threads': 2,
    'num.recovery.threads.per.data.dir': 1,
    'background.threads': 2,
    'log.cleaner.dedupe.buffer.size': 2_097_152,
    'log.cleaner.io.buffer.size': 65_536,
    'log.segment.bytes': 16_777_216,
    'log.index.size.max.bytes': 1_048_576,
  }
  return `${Object.entries(settings)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n')}\n`
}
