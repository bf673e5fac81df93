import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { clusterVersion } from './provision'
import type { LabCluster } from './runbooks/lib/cluster-file.mjs'
import type { LabSettings } from './settings'
import { bootstrapOf, type LabSite } from './topology'

type Console = LabSettings['console']

const operationsFolder = path.join(import.meta.dirname, 'operations')

/** Describes a lab cluster the way the inventory wants it. */
export function inventoryEntry(site: LabSite, cluster: LabCluster): Record<string, unknown> {
  return {
    name: cluster.name,
    kind: 'kafka',
    provider: site.provider,
    region: site.region,
    environment: 'lab',
    tier: 'internal',
    version: clusterVersion(cluster),
    labels: { lab: 'kafka' },
    connection: { home: cluster.home, bootstrap: bootstrapOf(cluster).join(',') },
    nodes: cluster.nodes.map((node) => node.name),
  }
}

/** Puts the lab's clusters and operations into the console over its REST API; throws in words when it cannot. */
export async function registerLab(
  console: Console,
  sites: readonly LabSite[],
  clusters: readonly LabCluster[],
): Promise<string[]> {
  const entries = clusters.map((cluster) => {
    const site = sites.find((candidate) => candidate.name === cluster.name)
    if (!site) throw new Error(`${cluster.name} has no place in the lab`)
    return inventoryEntry(site, cluster)
  })
  await requireConsole(console)
  await put(console, '/api/v1/clusters', 'application/json', JSON.stringify(entries))
  const operations = readdirSync(operationsFolder).filter((name) => name.endsWith('.yaml'))
  for (const file of operations) {
    const name = path.basename(file, '.yaml')
    await put(
      console,
      `/api/v1/operations/${name}`,
      'application/yaml',
      readFileSync(path.join(operationsFolder, file), 'utf8'),
    )
  }
  return operations.map((file) => path.basename(file, '.yaml'))
}

/** Throws in words when the console cannot be reached or no token is known, before anything is started in vain. */
export async function requireConsole({ url, token }: Console): Promise<void> {
  if (token === null)
    throw new Error(
      'no token: set UPGRADER_TOKEN, or UPGRADER_BOOTSTRAP_TOKEN to the one the console was started with',
    )
  await reach(url, '/healthz', {})
}

async function put(console: Console, route: string, type: string, body: string): Promise<void> {
  const headers = { authorization: `Bearer ${console.token}`, 'content-type': type }
  const response = await reach(console.url, route, { method: 'PUT', headers, body })
  if (!response.ok)
    throw new Error(`the console refused PUT ${route} with ${response.status}: ${await response.text()}`)
}

async function reach(url: string, route: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${url}${route}`, { ...init, signal: AbortSignal.timeout(30_000) })
  } catch (cause) {
    throw new Error(`the console does not answer at ${url}: start it (npm start) or set UPGRADER_URL`, {
      cause,
    })
  }
}
