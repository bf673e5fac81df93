import path from 'node:path'
import { ensureDistribution, linkHomes } from './distributions'
import { findJava } from './java'
import { lowerClusters, makeCluster, raiseCluster } from './provision'
import type { LabCluster } from './runbooks/lib/cluster-file.mjs'
import type { LabSettings } from './settings'
import { type LabSite, layOut } from './topology'

/** How long one cluster may take to come up while two cores start nine brokers. */
const raiseTimeoutMs = 180_000
const lowerGraceMs = 8_000

/** Lays out the lab's clusters without touching anything. */
export function clustersOf(
  settings: LabSettings,
  sites: readonly LabSite[],
  env: NodeJS.ProcessEnv,
): LabCluster[] {
  const { distributions } = settings
  const common = { distributions, java: findJava(env), logging: path.join(import.meta.dirname, 'config') }
  return sites.map((site) => layOut(site, settings.clusters, settings.portBase, common))
}

/**
 * Brings clusters up from whatever is there: fetches jars, formats storage, starts brokers, waits for health. One
 * cluster after the other, so that two cores are not asked to start all brokers at once.
 */
export async function raiseLab(
  settings: LabSettings,
  clusters: readonly LabCluster[],
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const linked = linkHomes(settings.distributions, settings.homes)
  for (const version of [settings.from, settings.to].filter((wanted) => !linked.includes(wanted))) {
    say(`Kafka ${version}: making sure its jars are in ${settings.distributions}`)
    await ensureDistribution(settings.distributions, version, env)
  }
  for (const cluster of clusters) {
    signal?.throwIfAborted()
    say(`${cluster.name}: starting ${cluster.nodes.length} brokers`)
    await makeCluster(cluster, settings.from)
    await raiseCluster(cluster, raiseTimeoutMs, signal)
  }
}

/** Takes clusters down within about ten seconds. */
export function lowerLab(clusters: readonly LabCluster[]): Promise<void> {
  return lowerClusters(clusters, lowerGraceMs)
}
