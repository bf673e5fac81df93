import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import {
  configuredVersion,
  killBroker,
  observeProcess,
  startBroker,
  swapVersion,
} from './runbooks/lib/broker.mjs'
import { clusterFile, type LabCluster, type LabNode } from './runbooks/lib/cluster-file.mjs'
import { libsOf } from './runbooks/lib/distribution.mjs'
import { withClusterLock } from './runbooks/lib/lock.mjs'
import { waitUntilHealthy } from './runbooks/lib/observe.mjs'
import { serverProperties } from './topology'

const run = promisify(execFile)

/**
 * Writes a cluster's files and formats its storage with Kafka's own tool, unless that has been done: a cluster that
 * exists keeps its data and the versions its brokers have reached.
 */
export async function makeCluster(cluster: LabCluster, version: string): Promise<void> {
  for (const node of cluster.nodes) {
    mkdirSync(node.dir, { recursive: true })
    writeFileSync(path.join(node.dir, 'server.properties'), serverProperties(cluster, node))
    if (!existsSync(path.join(node.dir, 'version'))) swapVersion(node, version)
  }
  writeFileSync(clusterFile(cluster.home), `${JSON.stringify(cluster, null, 2)}\n`)
  if (cluster.nodes.every((node) => existsSync(path.join(node.dir, 'data', 'meta.properties')))) return
  const classpath = path.join(libsOf(cluster.distributions, version), '*')
  const tool = ['-Xmx64m', '-XX:TieredStopAtLevel=1', '-cp', classpath, 'kafka.tools.StorageTool']
  const { stdout } = await run(cluster.java, [...tool, 'random-uuid'])
  const id = stdout.trim().split('\n').at(-1) ?? ''
  for (const node of cluster.nodes) {
    const config = path.join(node.dir, 'server.properties')
    await run(cluster.java, [...tool, 'format', '--ignore-formatted', '-t', id, '-c', config])
  }
}

/** Starts those brokers of a cluster that are down and waits until it is healthy; throws when it does not get there. */
export async function raiseCluster(
  cluster: LabCluster,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<void> {
  await withClusterLock(cluster, async () => {
    for (const node of cluster.nodes) if (observeProcess(node) === null) startBroker(cluster, node)
    const { problems } = await waitUntilHealthy(cluster, {
      timeoutMs,
      whileWaiting: () => signal?.throwIfAborted(),
    })
    if (problems.length > 0)
      throw new Error(
        `${cluster.name} did not become healthy: ${problems.slice(0, 3).join('; ')}; see ${cluster.home}`,
      )
  })
}

/**
 * Stops all brokers of some clusters at once. Those that are still there after `graceMs` are killed: the last
 * brokers of a cluster cannot shut down in a controlled way, since nobody is left to take over their partitions.
 */
export async function lowerClusters(clusters: readonly LabCluster[], graceMs: number): Promise<void> {
  const nodes = clusters.flatMap((cluster) => cluster.nodes)
  for (const node of nodes) terminate(node)
  const deadline = Date.now() + graceMs
  while (nodes.some((node) => observeProcess(node) !== null) && Date.now() < deadline) await sleep(200)
  for (const node of nodes) killBroker(node)
}

function terminate(node: LabNode): void {
  const running = observeProcess(node)
  if (running === null) return
  try {
    process.kill(running.pid, 'SIGTERM')
  } catch {
    // It was gone between the two lines, which is what was wanted.
  }
}

/** Says of every broker in one line what runs there. */
export function statusLines(cluster: LabCluster): string[] {
  if (!existsSync(clusterFile(cluster.home))) return [`${cluster.name}: not made yet`]
  return cluster.nodes.map((node) => {
    const running = observeProcess(node)
    const state = running === null ? 'down' : `up, Kafka ${running.version}, process ${running.pid}`
    return `${cluster.name} ${node.name} 127.0.0.1:${node.port}: ${state} (set to ${configuredVersion(node)})`
  })
}

/** Answers the one version that all brokers of a cluster are set to, or null while they differ. */
export function clusterVersion(cluster: LabCluster): string | null {
  const versions = new Set(cluster.nodes.map(configuredVersion))
  return versions.size === 1 ? ([...versions][0] ?? null) : null
}
